package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.AsyncFunctionHandler;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.CronEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that answer later, and those that wait for somebody who does. */
class AsyncHandlersTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String function = unique("later");

    private static FunctionException no() {
        return new FunctionException("not_enough_stock", "only 2 left").withData(Map.of("left", 2));
    }

    /** The ways in which a handler says no when futures stand between. */
    enum Way {
        THROWN {
            @Override
            CompletionStage<?> fail() {
                throw no();
            }
        },
        FAILED {
            @Override
            CompletionStage<?> fail() {
                return CompletableFuture.failedFuture(no());
            }
        },
        WRAPPED_TWICE {
            @Override
            CompletionStage<?> fail() {
                return CompletableFuture.failedFuture(new CompletionException(new CompletionException(no())));
            }
        },
        BEHIND_A_FUTURE_OF_AN_EXECUTOR {
            @Override
            CompletionStage<?> fail() {
                return CompletableFuture.failedFuture(new ExecutionException(no()));
            }
        },
        JOINED {
            @Override
            CompletionStage<?> fail() {
                return CompletableFuture.completedFuture(
                        CompletableFuture.failedFuture(no()).join());
            }
        },
        GOT {
            @Override
            CompletionStage<?> fail() throws Exception {
                return CompletableFuture.completedFuture(
                        CompletableFuture.failedFuture(no()).get());
            }
        };

        abstract CompletionStage<?> fail() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void theCallerGetsTheErrorThatWasMeantHoweverFuturesWrapIt(Way way) {
        Worker worker = engine.worker();
        worker.registerAsyncFunction(function, (json, call) -> way.fail());
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOfSatisfying(FunctionException.class, e -> {
            assertThat(e.code()).isEqualTo("not_enough_stock");
            assertThat(e).hasMessage("only 2 left");
            assertThat(e.data())
                    .hasValueSatisfying(data -> assertThat(data.text()).isEqualTo("{\"left\":2}"));
        });
    }

    @Test
    void aHandlerThatReturnsNoStageIsAFailureAndNoAnswer() {
        Worker worker = engine.worker(Engine.options().showErrorMessages(true).build());
        AsyncFunctionHandler<Json, Object> handler = (json, call) -> Engine.nothing();
        worker.registerAsyncFunction(function, handler);
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invocation_failed"))
                .hasMessageContaining("null instead of a CompletionStage");
    }

    @Test
    void aStageThatNeverCompletesIsCancelledWhenItsTimeIsUpAndItsPlaceIsFree() {
        Worker worker = engine.worker();
        List<CompletableFuture<String>> stages = new ArrayList<>(
                List.of(new CompletableFuture<>(), CompletableFuture.completedFuture("the second runs")));
        List<CompletableFuture<String>> given = List.copyOf(stages);
        worker.registerFunction(FunctionDefinition.ofAsync(function, (json, call) -> stages.remove(0))
                .timeout(Duration.ofSeconds(2))
                .concurrency(1, 1));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("TIMEOUT"));
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("the second runs");
        Awaitility.await().atMost(PATIENCE).until(() -> given.get(0).isCancelled());
    }

    @Test
    void aStageThatCannotBeCancelledKeepsNoPlaceEither() {
        Worker worker = engine.worker();
        List<CompletionStage<String>> stages = new ArrayList<>(List.of(
                new CompletableFuture<String>().minimalCompletionStage(),
                CompletableFuture.completedStage("the second runs")));
        worker.registerFunction(FunctionDefinition.ofAsync(function, (json, call) -> stages.remove(0))
                .timeout(Duration.ofSeconds(2))
                .concurrency(1, 1));
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(CallException.class);
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("the second runs");
    }

    /** A stage that never completes, and that cannot be cancelled in one of several ways. */
    enum Stubborn {
        CANCEL_RETURNS_FALSE,
        CANCEL_THROWS,
        HAS_NO_FUTURE;

        CompletableFuture<Object> stage() {
            return new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    if (Stubborn.this == CANCEL_THROWS) {
                        throw new NoClassDefFoundError("on purpose");
                    }
                    return false;
                }

                @Override
                public CompletableFuture<Object> toCompletableFuture() {
                    if (Stubborn.this == HAS_NO_FUTURE) {
                        throw new IllegalStateException("on purpose");
                    }
                    return this;
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStageThatRefusesToBeCancelledKeepsNoPlace(Stubborn kind) {
        Worker worker = engine.worker();
        List<CompletableFuture<Object>> stages =
                new ArrayList<>(List.of(kind.stage(), CompletableFuture.completedFuture("the second runs")));
        worker.registerFunction(FunctionDefinition.ofAsync(function, (json, call) -> stages.remove(0))
                .timeout(Duration.ofMillis(200))
                .concurrency(1, 1));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("TIMEOUT"));
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("the second runs");
    }

    @Test
    void aStreamedResponseThatIsReadyAfterTheTimeoutIsNotWritten() {
        Worker worker = engine.worker();
        AtomicBoolean written = new AtomicBoolean();
        CompletableFuture<Object> slow = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                // The result is ready just now.
                return !complete(HttpResponse.stream("text/plain", out -> written.set(true)));
            }
        };
        List<CompletableFuture<Object>> stages =
                new ArrayList<>(List.of(slow, CompletableFuture.completedFuture("the second runs")));
        worker.registerFunction(FunctionDefinition.ofAsync(function, (json, call) -> stages.remove(0))
                .timeout(Duration.ofMillis(200))
                .concurrency(1, 1));
        assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(CallException.class);
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("the second runs");
        assertThat(written.get()).isFalse();
    }

    /** A result that no codec can write. */
    static final class Unwritable {

        @SuppressWarnings({"unused", "DoNotCallSuggester"}) // Jackson calls it.
        public String getName() {
            throw new NoClassDefFoundError("on purpose");
        }
    }

    @Test
    void aResultWhoseGetterThrowsAnErrorIsAnsweredAndItsPlaceIsFree() {
        Worker worker = engine.worker();
        List<CompletableFuture<Object>> stages = new ArrayList<>(List.of(
                CompletableFuture.completedFuture(new Unwritable()),
                CompletableFuture.completedFuture("the second runs")));
        worker.registerFunction(FunctionDefinition.ofAsync(function, (json, call) -> stages.remove(0))
                .concurrency(1, 1));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_response"));
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("the second runs");
    }

    /** An exception that cannot even be described. */
    static final class Indescribable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError("on purpose");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExceptionThatCannotBeDescribedIsAnsweredAndItsPlaceIsFree(boolean later) {
        Worker worker = engine.worker();
        List<CompletableFuture<String>> stages = new ArrayList<>(List.of(
                CompletableFuture.failedFuture(new Indescribable()),
                CompletableFuture.completedFuture("the second runs")));
        worker.registerFunction(FunctionDefinition.ofAsync(function, (json, call) -> {
                    CompletableFuture<String> stage = stages.remove(0);
                    if (!later && stage.isCompletedExceptionally()) {
                        throw new Indescribable();
                    }
                    return stage;
                })
                .concurrency(1, 1));
        assertThatThrownBy(() -> worker.trigger(function, null))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invocation_failed"));
        assertThat(worker.trigger(function, null, String.class)).isEqualTo("the second runs");
    }

    /** A type that cannot be read. */
    record Unreadable(int number) {
        Unreadable {
            throw new NoClassDefFoundError("on purpose");
        }
    }

    @Test
    void aResultWhoseTypeThrowsAnErrorEndsTheCall() throws Exception {
        Worker worker = engine.worker();
        worker.registerFunction(function, (json, call) -> Map.of("number", 1)).awaitConfirmed(PATIENCE);
        CompletableFuture<Unreadable> result = worker.triggerAsync(function, null, Unreadable.class);
        assertThatThrownBy(() -> result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    void anEventIsReadInItsOwnWayByAHandlerThatAnswersLater() {
        Worker worker = engine.worker();
        worker.registerAsyncFunction(
                function,
                InputType.of(CronEvent.class),
                (tick, call) -> CompletableFuture.completedFuture(tick.jobId()));
        Json tick =
                Json.parse("{\"trigger\":\"cron\",\"job_id\":\"j1\",\"scheduled_time\":\"2026-11-23T06:33:00+00:00\","
                        + "\"actual_time\":\"2026-11-23T06:33:00.001+00:00\"}");
        assertThat(worker.trigger(function, tick, String.class)).isEqualTo("j1");
    }

    @Test
    void handlersThatAllWaitForFuturesDoNotKeepThemFromCompleting() throws Exception {
        Worker worker = engine.worker(Engine.options()
                .limits(WorkerLimits.DEFAULT.withConcurrentInvocations(2))
                .build());
        Worker leaf = engine.worker();
        leaf.registerFunction(function + "-leaf", (json, call) -> 1).awaitConfirmed(PATIENCE);
        worker.registerFunction(
                        function,
                        (json, call) -> worker.triggerAsync(function + "-leaf", null, Integer.class)
                                .get())
                .awaitConfirmed(PATIENCE);
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(leaf.triggerAsync(function, null, Integer.class));
        }
        for (CompletableFuture<Integer> call : calls) {
            assertThat(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        }
    }
}
