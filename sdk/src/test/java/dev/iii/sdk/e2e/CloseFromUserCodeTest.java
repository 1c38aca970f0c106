package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that code of a user may close its worker wherever that code runs. */
class CloseFromUserCodeTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    /** Closes a worker in code of a user. */
    private static final class Closing implements Runnable {

        private final Worker worker;
        private final CompletableFuture<@Nullable Void> returned = new CompletableFuture<>();

        Closing(Worker worker) {
            this.worker = worker;
        }

        @Override
        public void run() {
            try {
                worker.close();
                returned.complete(null);
            } catch (Throwable e) {
                returned.completeExceptionally(e);
            }
        }

        void assertClosed() {
            assertThat(returned).succeedsWithin(PATIENCE);
            assertThat(worker.closed()).succeedsWithin(PATIENCE);
            Engine.awaitNoThreads();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWorkerIsClosed(UserCode place) throws Exception {
        // The close does not wait for the code that has called it.
        Worker worker =
                engine.worker(Engine.options().drainTimeout(Duration.ofDays(1)).build());
        Closing closing = new Closing(worker.awaitReady(PATIENCE));
        place.run(worker, closing);
        closing.assertClosed();
    }

    @ParameterizedTest
    @EnumSource
    void anotherWorkerIsClosed(UserCode place) throws Exception {
        Closing closing = new Closing(engine.worker());
        Worker worker = engine.worker();
        place.run(worker, closing);
        assertThat(closing.returned).succeedsWithin(PATIENCE);
        worker.close();
        closing.assertClosed();
    }

    @Test
    void anExecutorOfTheUserMayCloseTheWorker() {
        ExecutorService threads = Executors.newCachedThreadPool();
        CompletableFuture<Closing> closing = new CompletableFuture<>();
        WorkerOptions options = Engine.options()
                .handlerExecutor(task -> {
                    closing.join().run();
                    threads.execute(task);
                })
                .build();
        Worker worker = engine.worker(options).awaitReady(PATIENCE);
        closing.complete(new Closing(worker));
        String function = unique("fn");
        worker.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
        var unused = worker.triggerAsync(function, null);
        closing.join().assertClosed();
        threads.shutdown();
    }

    @Test
    void aListenerOfAStreamMayCloseItsConsumer() {
        StreamConsumer consumer = Iii.connectStreams(
                engine.streamUrl(),
                StreamConsumerOptions.builder().name(unique("test-consumer")).build());
        CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
        consumer.join(unique("stream"), "group", Json.class, event -> {
            consumer.close();
            closed.complete(null);
        });
        assertThat(closed).succeedsWithin(PATIENCE);
        Engine.awaitNoThreads();
    }
}
