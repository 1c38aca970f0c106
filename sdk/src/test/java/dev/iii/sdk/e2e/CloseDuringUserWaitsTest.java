package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.AsyncFunctionHandler;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that a worker is closed completely while code of its user waits on the I/O thread, in every way, for something that
 * never happens, and at every moment of the close.
 */
class CloseDuringUserWaitsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private static final Duration DRAIN = Duration.ofMillis(100);

    /** The moment at which the code begins to wait. */
    enum Moment {
        BEFORE_THE_CLOSE,
        /** The worker drains. Before that, the code computes. */
        DURING_THE_CLOSE,
        /** The worker is closed, and its threads are being stopped. Before that, the code ignores interrupts. */
        AFTER_THE_CLOSE;

        private void await(Worker worker) {
            if (this != BEFORE_THE_CLOSE) {
                WorkerStatus awaited = this == DURING_THE_CLOSE ? WorkerStatus.DRAINING : WorkerStatus.CLOSED;
                while (worker.status().compareTo(awaited) < 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** The code that waits. */
    enum Place {
        QUICK_HANDLER,
        PROVEN_COMPLETION
    }

    static Stream<Arguments> all() {
        return Stream.of(Moment.values())
                .flatMap(moment -> Stream.of(Place.values())
                        .flatMap(place -> Stream.of(UserWait.values()).map(how -> Arguments.of(moment, place, how))));
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingRemains(Moment moment, Place place, UserWait how) throws Exception {
        Worker worker = engine.worker();
        String never = unique("never");
        AsyncFunctionHandler<Json, Integer> handler = (json, call) -> new CompletableFuture<>();
        worker.registerAsyncFunction(never, handler).awaitConfirmed(PATIENCE);
        Waiting waiting = new Waiting(worker, moment, how, never);
        CompletableFuture<?> started = place == Place.QUICK_HANDLER ? quickHandler(waiting) : completion(waiting);
        assertThat(waiting.runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        worker.shutdown(DRAIN);
        assertThat(waiting.end).succeedsWithin(PATIENCE);
        Awaitility.await().atMost(PATIENCE).until(started::isDone);
        Engine.awaitNoThreads();
    }

    /** Code that waits once, at the given moment. */
    private static final class Waiting {

        private final Worker worker;
        private final Moment moment;
        private final UserWait how;
        private final String function;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch runs = new CountDownLatch(1);
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

        Waiting(Worker worker, Moment moment, UserWait how, String function) {
            this.worker = worker;
            this.moment = moment;
            this.how = how;
            this.function = function;
        }

        void run() {
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            runs.countDown();
            try {
                moment.await(worker);
                how.await(worker, function);
            } catch (Exception e) {
                // Interrupted, or the worker is closed.
            } finally {
                end.complete(null);
            }
        }
    }

    private static CompletableFuture<?> quickHandler(Waiting waiting) {
        String function = unique("quick");
        FunctionHandler<Json, Object> handler = (json, call) -> {
            waiting.run();
            return 1;
        };
        waiting.worker
                .registerFunction(FunctionDefinition.of(function, handler).quick())
                .awaitConfirmed(PATIENCE);
        return waiting.worker.triggerAsync(function, null);
    }

    /** Makes calls until the completion of one runs on the I/O thread; that one waits. */
    private static CompletableFuture<?> completion(Waiting waiting) throws Exception {
        Worker worker = waiting.worker;
        String function = unique("proven");
        worker.registerFunction(function, (json, call) -> 1).awaitConfirmed(PATIENCE);
        String ioThread = "iii-" + worker.name() + "-io";
        AtomicBoolean proven = new AtomicBoolean();
        while (!proven.get()) {
            worker.triggerAsync(function, null)
                    .thenRun(() -> proven.set(Thread.currentThread().getName().equals(ioThread)))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        CompletableFuture<?> last = worker.triggerAsync(function, null).thenRun(() -> {});
        while (waiting.runs.getCount() > 0) {
            CompletableFuture<?> next = worker.triggerAsync(function, null).thenRun(() -> {
                if (Thread.currentThread().getName().equals(ioThread)) {
                    waiting.run();
                }
            });
            Awaitility.await().atMost(PATIENCE).until(() -> next.isDone() || waiting.runs.getCount() == 0);
            last = next;
        }
        return last;
    }

    /** Listeners run one after the other, so that each event of a closing worker begins another wait. */
    @ParameterizedTest
    @MethodSource("waits")
    void listenersThatWaitForEachEventEnd(UserWait how) {
        Worker worker = engine.worker();
        String never = unique("never");
        AsyncFunctionHandler<Json, Integer> handler = (json, call) -> new CompletableFuture<>();
        worker.registerAsyncFunction(never, handler).awaitConfirmed(PATIENCE);
        CountDownLatch unopened = new CountDownLatch(1);
        worker.addListener(new WorkerListener() {
            @Override
            public void onStatus(WorkerStatus status, @Nullable String reason) {
                try {
                    how.await(worker, never);
                    unopened.await();
                } catch (Exception e) {
                    // Interrupted, or the worker is closed.
                }
            }
        });
        worker.shutdown(DRAIN);
        Engine.awaitNoThreads();
    }

    static Stream<UserWait> waits() {
        return Stream.of(UserWait.values());
    }
}
