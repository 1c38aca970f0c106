package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that listeners of streams may wait for other listeners of their consumer, also if all its threads do that. */
class StreamListenersWaitTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    /** More than the number of threads of a consumer. */
    private static final int MANY = 80;

    private static final int THREADS = 64;

    private final String stream = unique("stream");
    private final StreamConsumer consumer = Iii.connectStreams(
            engine.streamUrl(),
            StreamConsumerOptions.builder().name(unique("test-consumer")).build());

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void moreListenersThanThreadsMayWait() {
        CountDownLatch running = new CountDownLatch(THREADS);
        List<CompletableFuture<@Nullable Void>> ends = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
            ends.add(end);
            String group = "second-" + i;
            consumer.join(stream, "first-" + i, Json.class, event -> {
                running.countDown();
                assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                consumer.join(stream, group, Json.class, other -> {}).joined().join();
                end.complete(null);
            });
        }
        assertThat(ends).allSatisfy(end -> assertThat(end).succeedsWithin(PATIENCE));
    }
}
