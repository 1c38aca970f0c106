package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.AsyncFunctionHandler;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that code of a user may wait for its own worker in every way and at every place, also on all threads at once. */
class UserWaitsTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    /** More than the number of callback threads. */
    private static final int MANY = 300;

    private static final int CALLBACK_THREADS = 256;
    private static final int RUNNING_HANDLERS = 2;

    /** The places where code of a user runs, except completions, which have a test of their own. */
    enum Place {
        HANDLERS((worker, code) -> handlers(worker, code, false)),
        QUICK_HANDLERS((worker, code) -> handlers(worker, code, true)),
        LISTENER(UserCode.LISTENER_OF_A_REGISTRATION),
        TRIGGER_TYPE(UserCode.BINDING),
        CHANNEL_SUBSCRIBER(UserCode.CHANNEL_SUBSCRIBER),
        CLOSED((worker, code) -> {
            Result result = new Result(code);
            Worker other = engine.worker();
            var unused = other.closed().thenRun(result::run);
            other.close();
            return List.of(result.end);
        });

        private interface Start {
            List<CompletableFuture<Object>> run(Worker worker, Callable<Object> code) throws Exception;
        }

        @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
        private final Start start;

        Place(Start start) {
            this.start = start;
        }

        Place(UserCode place) {
            this((worker, code) -> {
                Result result = new Result(code);
                place.run(worker, result::run);
                return List.of(result.end);
            });
        }

        /** As many handlers as may run at the same time, called by another worker. */
        private static List<CompletableFuture<Object>> handlers(Worker worker, Callable<Object> code, boolean quick) {
            CyclicBarrier all = new CyclicBarrier(RUNNING_HANDLERS);
            String function = unique("outer");
            FunctionHandler<Json, Object> handler = (json, call) -> {
                all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                code.call();
                return 1;
            };
            FunctionDefinition<Json> definition = FunctionDefinition.of(function, handler);
            worker.registerFunction(quick ? definition.quick() : definition).awaitConfirmed(PATIENCE);
            Worker caller = engine.worker();
            List<CompletableFuture<Object>> results = new ArrayList<>();
            for (int i = 0; i < RUNNING_HANDLERS; i++) {
                results.add(caller.triggerAsync(function, null).thenApply(json -> json));
            }
            return results;
        }
    }

    /** Runs code once and keeps its result. */
    private static final class Result {

        private final Callable<Object> code;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<Object> end = new CompletableFuture<>();

        Result(Callable<Object> code) {
            this.code = code;
        }

        void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    end.complete(code.call());
                } catch (Throwable e) {
                    end.completeExceptionally(e);
                }
            }
        }
    }

    static Stream<Arguments> waitsAndPlaces() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(UserWait.values()).map(how -> Arguments.of(how, place)));
    }

    @ParameterizedTest
    @MethodSource("waitsAndPlaces")
    void everyWaitEndsAtEveryPlace(UserWait how, Place place) throws Exception {
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(RUNNING_HANDLERS))
                .build());
        String inner = unique("inner");
        worker.registerFunction(inner, (json, call) -> 7).awaitConfirmed(PATIENCE);
        for (CompletableFuture<Object> end : place.start.run(worker, () -> how.await(worker, inner))) {
            assertThat(end).succeedsWithin(PATIENCE);
        }
        assertThat(worker.triggerAsync(inner, null, Integer.class)).succeedsWithin(PATIENCE);
    }

    /** Completions that wait, of calls that all end at the same time. */
    private static final class Completions {

        private final CountDownLatch running = new CountDownLatch(CALLBACK_THREADS);
        private final AtomicInteger begun = new AtomicInteger();
        private final List<CompletableFuture<Object>> ends = new ArrayList<>();

        Completions(Worker worker, Callable<Object> code) throws InterruptedException {
            String outer = unique("outer");
            // Completes when all completions are attached: none of them may run on the thread of the test.
            CompletableFuture<Integer> begin = new CompletableFuture<>();
            AsyncFunctionHandler<Json, Integer> handler = (json, call) -> begin;
            worker.registerAsyncFunction(outer, handler).awaitConfirmed(PATIENCE);
            for (int i = 0; i < MANY; i++) {
                ends.add(worker.triggerAsync(outer, null).thenApply(json -> run(code)));
            }
            begin.complete(1);
            assertThat(running.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        private Object run(Callable<Object> code) {
            begun.incrementAndGet();
            running.countDown();
            try {
                // So that all threads wait at the same time.
                running.await();
                return code.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreCompletionsThanThreadsMayWait(UserWait how) throws Exception {
        Worker worker = engine.worker();
        String inner = unique("inner");
        CompletableFuture<Integer> gate = new CompletableFuture<>();
        AtomicInteger called = new AtomicInteger();
        AsyncFunctionHandler<Json, Integer> handler = (json, call) -> {
            called.incrementAndGet();
            return gate;
        };
        worker.registerAsyncFunction(inner, handler).awaitConfirmed(PATIENCE);
        Completions completions = new Completions(worker, () -> how.await(worker, inner));
        if (how.waitsForTheFunction()) {
            Awaitility.await().atMost(PATIENCE).until(() -> called.get() >= CALLBACK_THREADS);
        }
        gate.complete(7);
        assertThat(completions.ends).allSatisfy(end -> assertThat(end).succeedsWithin(PATIENCE));
        assertThat(worker.triggerAsync(inner, null, Integer.class)).succeedsWithin(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void completionsThatWaitEndWithTheWorker(UserWait how) throws Exception {
        Worker worker = engine.worker();
        String inner = unique("inner");
        CompletableFuture<Integer> never = new CompletableFuture<>();
        AsyncFunctionHandler<Json, Integer> handler = (json, call) -> never;
        worker.registerAsyncFunction(inner, handler).awaitConfirmed(PATIENCE);
        Completions completions = new Completions(worker, () -> how.await(worker, inner));
        worker.shutdown(Duration.ofMillis(100));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> completions.ends.stream().allMatch(CompletableFuture::isDone));
        Engine.awaitNoThreads();
    }
}
