package dev.iii.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
    void aSystemWithoutFileDescriptorsIsAskedAgainNowAndThenAndNotInALoop() throws Exception {
        try (EventLoop loop = new EventLoop("acceptor");
                ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
            int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
            AtomicInteger asked = new AtomicInteger();
            AtomicBoolean short_ = new AtomicBoolean(true);
            CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
            Acceptor acceptor = new Acceptor(
                    loop,
                    port,
                    () -> {
                        asked.incrementAndGet();
                        if (short_.get()) {
                            throw new IOException("Too many open files");
                        }
                        return listening.accept();
                    },
                    accepted::complete);
            long start = System.nanoTime();
            loop.execute(() -> register(listening, loop, acceptor));

            try (RawPeer client = RawPeer.tcp(port)) {
                await().until(() -> asked.get() >= 3);
                long rests = (System.nanoTime() - start) / Acceptor.REST.toNanos();
                assertThat(asked.get()).isLessThanOrEqualTo((int) rests + 1);

                short_.set(false);

                try (SocketChannel ours = Recorder.get(accepted)) {
                    assertThat(ours.isConnected()).isTrue();
                }
                assertThat(client.read()).isNull();
            }
        }
    }

    private static void register(ServerSocketChannel listening, EventLoop loop, Acceptor acceptor) {
        try {
            listening.register(loop.selector(), SelectionKey.OP_ACCEPT, acceptor);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
