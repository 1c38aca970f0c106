package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.iii.sdk.AsyncFunctionHandler;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests what the log says of handlers that the SDK itself interrupts: one line without a stack trace. */
class InterruptedHandlersTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final Worker worker = engine.worker();
    private final String function = unique("interrupted");
    private final String never = unique("never");
    private final CountDownLatch runs = new CountDownLatch(1);
    private final CountDownLatch returned = new CountDownLatch(1);

    /** What a handler does when it is interrupted. */
    enum Reaction {
        THROW((worker, never) -> new CountDownLatch(1).await()),
        THROW_WITH_ITS_OWN_EXCEPTION((worker, never) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("no result", e);
            }
        }),
        THROW_THE_FAILURE_OF_A_CALL((worker, never) -> worker.trigger(never, null));

        interface Wait {
            void run(Worker worker, String never) throws Exception;
        }

        @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
        private final Wait wait;

        Reaction(Wait wait) {
            this.wait = wait;
        }
    }

    private FunctionDefinition<Json> definition(Reaction reaction) {
        AsyncFunctionHandler<Json, Integer> unfinished = (json, call) -> {
            runs.countDown();
            return new CompletableFuture<>();
        };
        engine.worker().registerAsyncFunction(never, unfinished).awaitConfirmed(PATIENCE);
        FunctionHandler<Json, Object> handler = (json, call) -> {
            if (reaction != Reaction.THROW_THE_FAILURE_OF_A_CALL) {
                runs.countDown();
            }
            try {
                reaction.wait.run(worker, never);
            } finally {
                returned.countDown();
            }
            return 1;
        };
        return FunctionDefinition.of(function, handler);
    }

    private void assertOneLine(LogLines log, String expected) {
        worker.close();
        worker.closed().join();
        assertThat(log.lines())
                .filteredOn(line -> line.getFormattedMessage().contains(function))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getThrowableProxy()).isNull();
                    assertThat(line.getFormattedMessage()).contains(expected);
                });
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutIsOneLine(Reaction reaction) throws Exception {
        try (LogLines log = new LogLines(Invocation.class)) {
            worker.registerFunction(definition(reaction).timeout(Duration.ofMillis(50)))
                    .awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(FunctionException.class);
            assertThat(returned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            worker.close();
            assertOneLine(log, "returned no result within 50 ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShutdownIsOneLine(Reaction reaction) throws Exception {
        try (LogLines log = new LogLines(Invocation.class)) {
            worker.registerFunction(definition(reaction)).awaitConfirmed(PATIENCE);
            var unused = worker.triggerAsync(function, null);
            assertThat(runs.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            worker.shutdown(Duration.ofMillis(50));
            assertThat(returned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertOneLine(log, "was interrupted because its worker shuts down");
        }
    }

    /** The ways in which a stage ends when it is cancelled. */
    enum Chain {
        THE_STAGE_ITSELF(stage -> stage),
        A_STAGE_THAT_DEPENDS_ON_IT(stage -> stage.thenApply(value -> value)),
        A_CHAIN(stage -> stage.thenCompose(CompletableFuture::completedFuture).whenComplete((value, failure) -> {})),
        A_STAGE_WITH_ITS_OWN_EXCEPTION(stage -> {
            CompletableFuture<Object> own = new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    return completeExceptionally(
                            new IllegalStateException("no result", new CancellationException("cancelled")));
                }
            };
            var unused = stage.thenAccept(own::complete);
            return own;
        });

        @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
        private final UnaryOperator<CompletableFuture<Object>> stages;

        Chain(UnaryOperator<CompletableFuture<Object>> stages) {
            this.stages = stages;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeoutOfAStageIsOneLine(Chain chain) {
        try (LogLines log = new LogLines(Invocation.class)) {
            worker.registerFunction(FunctionDefinition.of(
                                    function, (json, call) -> chain.stages.apply(new CompletableFuture<>()))
                            .timeout(Duration.ofMillis(50)))
                    .awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(FunctionException.class);
            assertOneLine(log, "returned no result within 50 ms");
        }
    }

    /** Interceptors wrap the stage of the handler into others. */
    @Test
    void theTimeoutOfAnInterceptedStageIsOneLine() {
        try (LogLines log = new LogLines(Invocation.class)) {
            Worker intercepted = engine.worker(Engine.options()
                    .interceptFunctions((invocation, next) ->
                            next.proceed(invocation).thenApply(value -> value).whenComplete((value, failure) -> {}))
                    .build());
            intercepted
                    .registerFunction(FunctionDefinition.of(function, (json, call) -> new CompletableFuture<>())
                            .timeout(Duration.ofMillis(50)))
                    .awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(FunctionException.class);
            intercepted.close();
            assertOneLine(log, "returned no result within 50 ms");
        }
    }

    @Test
    void anotherFailureAfterTheTimeoutIsAnError() throws Exception {
        try (LogLines log = new LogLines(Invocation.class)) {
            FunctionHandler<Json, Object> handler = (json, call) -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("the file is broken");
                }
                return 1;
            };
            worker.registerFunction(FunctionDefinition.of(function, handler).timeout(Duration.ofMillis(50)))
                    .awaitConfirmed(PATIENCE);
            assertThatThrownBy(() -> worker.trigger(function, null)).isInstanceOf(FunctionException.class);
            worker.close();
            Engine.awaitNoThreads();
            assertThat(log.lines())
                    .filteredOn(line -> line.getLevel() == Level.ERROR)
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("the file is broken"));
        }
    }
}
