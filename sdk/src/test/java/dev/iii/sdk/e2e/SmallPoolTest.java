package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pool of one thread, as the common pool of a small machine is: what waits on it keeps nothing from running there. */
class SmallPoolTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final Worker worker = engine.worker();
    private final ForkJoinPool pool = new ForkJoinPool(1);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void aCallWaitsForAHandlerThatNeedsTheSamePool() throws Exception {
        String function = unique("fn");
        worker.registerAsyncFunction(
                        function, (json, call) -> CompletableFuture.supplyAsync(() -> json.text() + "!", pool))
                .awaitConfirmed(PATIENCE);
        ForkJoinTask<String> called =
                pool.submit(() -> worker.trigger(function, 7).as(String.class));
        assertThat(called.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("7!");
    }

    @Test
    void aReaderWaitsForAPublisherThatNeedsTheSamePool() throws Exception {
        Channel channel = worker.createChannel();
        ForkJoinTask<byte[]> all =
                pool.submit(() -> channel.reader().inputStream().readAllBytes());
        try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(pool, 256)) {
            publisher.subscribe(channel.writer().subscriber());
            for (int i = 0; i < 100; i++) {
                publisher.submit(ByteBuffer.wrap(new byte[10_000]));
            }
        }
        assertThat(all.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasSize(1_000_000);
    }
}
