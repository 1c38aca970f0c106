package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers at {@code wss://}. */
class TlsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    @Test
    void callsAndChannelsGoThroughTls() throws Exception {
        try (TlsFront front = new TlsFront(engine.url(), "localhost")) {
            Worker worker = engine.worker(
                    front.url(), Engine.options().sslContext(front.trust()).build());
            worker.awaitReady(PATIENCE);
            String function = unique("tls");
            worker.registerFunction(function, String.class, (text, call) -> text.length());
            assertThat(worker.trigger(function, "x".repeat(1_000_000)).text()).isEqualTo("1000000");

            Channel channel = worker.createChannel();
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
                try (InputStream in = channel.reader().inputStream()) {
                    return in.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (OutputStream out = channel.writer().outputStream()) {
                out.write(new byte[5 << 20]);
            }
            assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasSize(5 << 20);
            worker.close();
        }
    }

    @Test
    void streamsGoThroughTls() throws Exception {
        try (TlsFront front = new TlsFront(engine.streamUrl(), "localhost");
                StreamConsumer consumer = Iii.connectStreams(
                        front.url(),
                        StreamConsumerOptions.builder()
                                .name("test-tls")
                                .sslContext(front.trust())
                                .build())) {
            consumer.join(unique("stream"), "g", Integer.class, event -> {})
                    .joined()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Why a worker does not get a connection. */
    private static String refusal(String url, WorkerOptions options) throws Exception {
        BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        Worker worker = engine.worker(url, options);
        worker.addListener(new WorkerListener() {
            @Override
            public void onStatus(WorkerStatus status, @Nullable String reason) {
                if (status == WorkerStatus.RECONNECTING) {
                    reasons.add(String.valueOf(reason));
                }
            }
        });
        String reason = Engine.notNull(reasons.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        worker.close();
        assertThat(worker.id()).isEmpty();
        return reason;
    }

    @Test
    void anEngineWhoseCertificateIsForAnotherHostIsNotTrusted() throws Exception {
        try (TlsFront front = new TlsFront(engine.url(), "elsewhere")) {
            assertThat(refusal(
                            front.url(),
                            Engine.options().sslContext(front.trust()).build()))
                    .contains("localhost");
        }
    }

    @Test
    void anEngineWhoseCertificateNobodyVouchesForIsNotTrusted() throws Exception {
        try (TlsFront front = new TlsFront(engine.url(), "localhost")) {
            assertThat(refusal(front.url(), Engine.options().build())).contains("certification path");
        }
    }
}
