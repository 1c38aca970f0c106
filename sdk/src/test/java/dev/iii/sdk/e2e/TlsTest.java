package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.CallTimeoutException;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers at {@code wss://}. */
class TlsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    @TempDir
    Path folder = Path.of("");

    @Test
    void callsAndChannelsGoThroughTls() throws Exception {
        try (TlsFront front = new TlsFront(engine.url(), "localhost", folder)) {
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
    void anEngineWhoseCertificateIsForAnotherHostIsNotTrusted() throws Exception {
        try (TlsFront front = new TlsFront(engine.url(), "elsewhere.example", folder)) {
            Worker worker = engine.worker(
                    front.url(), Engine.options().sslContext(front.trust()).build());
            assertThatThrownBy(() -> worker.awaitReady(Duration.ofMillis(500)))
                    .isInstanceOf(CallTimeoutException.class);
            assertThat(worker.status()).isNotEqualTo(WorkerStatus.READY);
            worker.close();
        }
    }
}
