package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.CallKind;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interceptors around the calls of a worker. */
class CallInterceptorsTest {

    /** The ways to make a call that has a result. */
    enum Way {
        BLOCKING {
            @Override
            @Nullable
            String call(Worker worker, Call call) {
                return worker.trigger(call, String.class);
            }
        },
        ASYNCHRONOUS {
            @Override
            @Nullable
            String call(Worker worker, Call call) throws Exception {
                try {
                    return worker.triggerAsync(call, String.class).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException cause ? cause : e;
                }
            }
        };

        abstract @Nullable String call(Worker worker, Call call) throws Exception;
    }

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("cmd::sell-item");
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    private Worker worker(CallInterceptor... interceptors) {
        WorkerOptions.Builder options = Engine.options();
        List.of(interceptors).forEach(options::interceptCalls);
        return engine.worker(options.build()).awaitReady(PATIENCE);
    }

    private CallInterceptor noting(String name) {
        return (call, chain) -> {
            seen.add(name + " " + call.functionId());
            return chain.proceed(call).whenComplete((result, failure) -> {
                seen.add(name + (failure == null ? " got " + result.text() : " failed"));
                outcomes.add(failure == null ? result.text() : root(failure));
            });
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private Object outcome() throws InterruptedException {
        return Engine.notNull(outcomes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /** Registers a function at a worker without interceptors. */
    private void function(dev.iii.sdk.FunctionHandler<? super Json, ?> handler) {
        engine.worker().registerFunction(function, handler).awaitConfirmed(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstInterceptorIsTheOutermost(Way way) throws Exception {
        function((json, call) -> "sold");
        Worker worker = worker(noting("a"), noting("b"));
        assertThat(way.call(worker, Call.to(function, null))).isEqualTo("sold");
        assertThat(seen).containsExactly("a " + function, "b " + function, "b got \"sold\"", "a got \"sold\"");
    }

    @ParameterizedTest
    @EnumSource
    void metadataAndOtherOptionsCanBeChanged(Way way) throws Exception {
        function((json, call) ->
                json.text() + call.metadata().orElseThrow().field("tenant").text());
        Worker worker = worker((call, chain) -> chain.proceed(
                call.metadata(Map.of("tenant", 7)).payload("changed").timeout(PATIENCE)));
        assertThat(way.call(worker, Call.to(function, null))).isEqualTo("\"changed\"7");
    }

    @ParameterizedTest
    @EnumSource
    void theFailureOfACallIsSeenAndThrown(Way way) throws Exception {
        function((json, call) -> {
            throw new FunctionException("not_enough_stock", "only 2 left");
        });
        Worker worker = worker(noting("a"));
        assertThatThrownBy(() -> way.call(worker, Call.to(function, null)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
        assertThat(outcome()).isInstanceOf(FunctionException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionOfAnInterceptorIsTheFailureOfTheCall(Way way) throws Exception {
        IllegalStateException open = new IllegalStateException("the circuit is open");
        Worker worker = worker(noting("outer"), (call, chain) -> {
            throw open;
        });
        assertThatThrownBy(() -> way.call(worker, Call.to(function, null))).isSameAs(open);
        assertThat(outcome()).isSameAs(open);
    }

    @ParameterizedTest
    @EnumSource
    void aFailureCanBeReplacedByAResult(Way way) throws Exception {
        Worker worker = worker((call, chain) -> chain.proceed(call).exceptionally(failure -> Json.of("closed")));
        assertThat(way.call(worker, Call.to(function, null))).isEqualTo("closed");
    }

    @ParameterizedTest
    @EnumSource
    void anInterceptorThatReturnsNoStageIsNamed(Way way) {
        Worker worker = worker((call, chain) -> Engine.nothing());
        assertThatThrownBy(() -> way.call(worker, Call.to(function, null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("returned null instead of a CompletionStage for the call of " + function);
    }

    @ParameterizedTest
    @EnumSource
    void anInterceptorMayEndACallLater(Way way) throws Exception {
        Worker worker = worker((call, chain) -> CompletableFuture.supplyAsync(
                () -> Json.of("later"), CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS)));
        assertThat(way.call(worker, Call.to(function, null))).isEqualTo("later");
    }

    @ParameterizedTest
    @EnumSource
    void anInterceptorMayMakeACallTwice(Way way) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        function((json, call) -> "call " + calls.incrementAndGet());
        Worker worker =
                worker((call, chain) -> chain.proceed(call).thenCompose(first -> chain.proceed(call.payload(first))));
        assertThat(way.call(worker, Call.to(function, null))).isEqualTo("call 2");
    }

    @ParameterizedTest
    @EnumSource
    void anInterceptorRunsOnceAroundAllAttempts(Way way) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<String> never = new CompletableFuture<>();
        function((json, call) -> calls.incrementAndGet() == 1 ? never : "second");
        Worker worker = worker((call, chain) -> {
            seen.add("attempts " + chain.attempts());
            return chain.proceed(call).whenComplete((result, failure) -> seen.add("attempts " + chain.attempts()));
        });
        RetryPolicy policy = new RetryPolicy(
                        3, Duration.ofMillis(50), Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(2)))
                .withPerAttempt(Duration.ofMillis(500));
        assertThat(way.call(worker, Call.to(function, null).idempotent(policy))).isEqualTo("second");
        assertThat(seen).hasSize(2).first().isEqualTo("attempts 0");
        assertThat(seen.get(1)).isEqualTo("attempts " + calls.get());
        never.complete("too late");
    }

    @ParameterizedTest
    @EnumSource
    void aResultThatDoesNotFitFailsAfterTheInterceptors(Way way) throws Exception {
        function((json, call) -> List.of(1));
        Worker worker = worker(noting("a"));
        assertThatThrownBy(() -> way.call(worker, Call.to(function, null))).isInstanceOf(InvalidPayloadException.class);
        assertThat(outcome()).isEqualTo("[1]");
    }

    @Test
    void aPayloadThatCannotBeWrittenIsSeenAndRefusedAtOnce() throws Exception {
        Worker worker = worker(noting("a"));
        assertThatThrownBy(() -> worker.trigger(function, new Object())).isInstanceOf(InvalidPayloadException.class);
        assertThat(outcome()).isInstanceOf(InvalidPayloadException.class);
        assertThatThrownBy(() -> worker.triggerAsync(function, new Object()))
                .isInstanceOf(InvalidPayloadException.class);
        assertThat(outcome()).isInstanceOf(InvalidPayloadException.class);
    }

    @Test
    void everyKindOfCallIsIntercepted() throws Exception {
        function((json, call) -> "done");
        Worker worker = worker((call, chain) -> {
            seen.add(chain.kind() + " " + call.functionId().replace(function, "f")
                    + chain.queue().map(queue -> " in " + queue).orElse(""));
            return chain.proceed(call);
        });
        Call call = Call.to(function, null);
        worker.trigger(call);
        worker.triggerAsync(call).join();
        worker.trigger(call.withoutReply());
        worker.triggerAsync(call.withoutReply()).join();
        assertThat(worker.trigger(call.enqueue("default")).messageReceiptId()).isNotBlank();
        assertThat(worker.triggerAsync(call.enqueue("default")).join().messageReceiptId())
                .isNotBlank();
        worker.publish("topic", 1);
        worker.publishAsync("topic", 1).join();
        worker.state().get(function, "key", String.class);
        worker.state().async().get(function, "key", String.class).join();
        worker.createChannel();
        assertThat(seen)
                .containsExactly(
                        CallKind.RESULT + " f",
                        CallKind.RESULT + " f",
                        CallKind.NO_REPLY + " f",
                        CallKind.NO_REPLY + " f",
                        CallKind.ENQUEUE + " f in default",
                        CallKind.ENQUEUE + " f in default",
                        CallKind.RESULT + " publish",
                        CallKind.RESULT + " publish",
                        CallKind.RESULT + " state::get",
                        CallKind.RESULT + " state::get",
                        CallKind.RESULT + " engine::channels::create");
    }

    @Test
    void linesOfTheLoggerAreNotIntercepted() {
        function((json, call) -> "sold");
        Worker worker = worker((call, chain) -> {
            seen.add(call.functionId());
            chain.worker().logger("calls").info("calling", Map.of("function", call.functionId()));
            return chain.proceed(call);
        });
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("sold");
        assertThat(seen).containsExactly(function);
    }

    @Test
    void cancellingTheFutureCancelsTheCall() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        function((json, call) -> never);
        Worker worker = worker((call, chain) -> {
            var made = chain.proceed(call);
            var unused = made.whenComplete((result, failure) -> outcomes.add(root(failure)));
            return made.thenApply(result -> result);
        });
        CompletableFuture<Json> future = worker.triggerAsync(function, null);
        assertThat(future.cancel(true)).isTrue();
        assertThat(outcome()).isInstanceOf(CancellationException.class);
        never.complete("too late");
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // The worker gets the future.
    void interruptingABlockingCallEndsIt() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        function((json, call) -> {
            outcomes.add("running");
            return never;
        });
        Worker worker = worker(noting("a"));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                worker.trigger(function, null);
            } catch (RuntimeException e) {
                thrown.complete(e);
            }
        });
        caller.start();
        assertThat(outcome()).isEqualTo("running");
        caller.interrupt();
        assertThat(thrown.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(CallCancelledException.class);
        caller.join();
        never.complete("too late");
    }

    @Test
    void aHandlerMayWaitForItsOwnInterceptedCalls() {
        function((json, call) -> "inner");
        Worker worker = worker(noting("a"));
        String outer = unique("outer");
        worker.registerFunction(
                outer,
                (json, call) ->
                        call.worker().triggerAsync(function, null, String.class).join());
        assertThat(worker.trigger(outer, null, String.class)).isEqualTo("inner");
    }
}
