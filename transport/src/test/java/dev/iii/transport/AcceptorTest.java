package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    @Test
    void withoutFileDescriptorsTheAcceptorRetriesOncePerPause() throws Exception {
        try (EventLoop loop = new EventLoop("acceptor");
                ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
            int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
            AtomicInteger attempts = new AtomicInteger();
            AtomicBoolean exhausted = new AtomicBoolean(true);
            CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
            Acceptor acceptor = new Acceptor(
                    loop,
                    port,
                    () -> {
                        attempts.incrementAndGet();
                        if (exhausted.get()) {
                            throw new IOException("Too many open files");
                        }
                        return listening.accept();
                    },
                    accepted::complete);
            long start = System.nanoTime();
            loop.execute(() -> register(listening, loop, acceptor));

            try (RawPeer client = RawPeer.tcp(port)) {
                await().until(() -> attempts.get() >= 3);
                long pauses = (System.nanoTime() - start) / Acceptor.PAUSE.toNanos();
                assertThat(attempts.get()).isLessThanOrEqualTo((int) pauses + 1);

                exhausted.set(false);

                try (SocketChannel ours = Recorder.get(accepted)) {
                    assertThat(ours.isConnected()).isTrue();
                }
                assertThat(client.read()).isNull();
            }
        }
    }

    @Test
    void anErrorForOneConnectionDoesNotCloseThePort() throws Exception {
        try (EventLoop loop = new EventLoop("acceptor");
                ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
            int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
            AtomicBoolean failed = new AtomicBoolean();
            CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
            Acceptor acceptor = new Acceptor(loop, port, listening::accept, socket -> {
                if (failed.compareAndSet(false, true)) {
                    throw new OutOfMemoryError("on purpose");
                }
                accepted.complete(socket);
            });
            loop.execute(() -> register(listening, loop, acceptor));

            try (RawPeer first = RawPeer.tcp(port)) {
                assertThat(first.read()).isNull();
                try (RawPeer second = RawPeer.tcp(port);
                        SocketChannel ours = Recorder.get(accepted)) {
                    assertThat(ours.isConnected()).isTrue();
                    assertThat(second).isNotNull();
                }
            }
        }
    }

    private static void register(ServerSocketChannel listening, EventLoop loop, Acceptor acceptor) {
        try {
            listening.register(loop.selector(), SelectionKey.OP_ACCEPT, acceptor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
