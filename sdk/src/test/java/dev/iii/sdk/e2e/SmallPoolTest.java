package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Json;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

    /** On a worker that runs one handler at a time, the second can only start because the first counts as waiting. */
    @Test
    void handlersThatAChannelJoinsDoNotWaitForEachOthersThread() throws Exception {
        Worker single = engine.worker(Engine.options()
                        .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(1))
                        .build())
                .awaitReady(PATIENCE);
        String function = unique("fn");
        CountDownLatch reads = new CountDownLatch(1);
        single.registerFunction(function + "-reader", (json, call) -> {
            ChannelReader reader = single.openReader(json.as(ChannelRef.class)).idleTimeout(PATIENCE);
            reads.countDown();
            return reader.next().map(Object::toString).orElse("nothing");
        });
        single.registerFunction(function + "-writer", (json, call) -> {
                    ChannelWriter writer =
                            single.openWriter(json.as(ChannelRef.class)).idleTimeout(PATIENCE);
                    writer.sendText("hello");
                    writer.close();
                    return null;
                })
                .awaitConfirmed(PATIENCE);
        Channel channel = worker.createChannel();
        CompletableFuture<String> read =
                worker.triggerAsync(function + "-reader", channel.reader().ref(), String.class);
        assertThat(reads.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Json> written =
                worker.triggerAsync(function + "-writer", channel.writer().ref());
        assertThat(read.get(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS)).contains("hello");
        written.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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
