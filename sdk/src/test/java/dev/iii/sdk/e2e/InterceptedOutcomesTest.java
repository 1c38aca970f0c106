package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.e2e.CallInterceptorsTest.Way;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.json.Json;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failed call says about its function if an interceptor has caused the failure. */
class InterceptedOutcomesTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final String sells = unique("cmd::sell-item");
    private final String missing = unique("audit::missing");
    private final AtomicInteger sold = new AtomicInteger();

    private Worker worker(CallInterceptor interceptor) {
        Worker worker = engine.worker(
                        Engine.options().interceptCalls(interceptor).build())
                .awaitReady(PATIENCE);
        worker.registerFunction(sells, json -> {
                    sold.incrementAndGet();
                })
                .awaitConfirmed(PATIENCE);
        return worker;
    }

    private CallException failure(Way way, Call call, Function<CompletionStage<Json>, CompletionStage<Json>> after) {
        Worker worker = worker((made, chain) ->
                made.functionId().equals(sells) ? after.apply(chain.proceed(made)) : chain.proceed(made));
        return catchThrowableOfType(CallException.class, () -> way.call(worker, call));
    }

    private void mayHaveRun(CallException failure, Class<? extends Throwable> cause) {
        assertThat(failure).isInstanceOf(OutcomeUnknownException.class).hasCauseInstanceOf(cause);
        assertThat(failure.mayHaveRun()).isTrue();
        assertThat(failure).hasMessageContaining(sells);
        assertThat(sold).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void theFailureOfAnotherCallAfterTheFunctionSaysNothingAboutTheFunction(Way way) {
        Worker other = engine.worker(Engine.options().build()).awaitReady(PATIENCE);
        mayHaveRun(
                failure(
                        way,
                        Call.to(sells, null),
                        outcome -> outcome.thenCompose(
                                result -> other.triggerAsync(missing, null).thenApply(audited -> result))),
                FunctionNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionThatAnInterceptorThrowsAfterTheFunctionSaysNothingAboutIt(Way way) {
        mayHaveRun(
                failure(
                        way,
                        Call.to(sells, null),
                        outcome -> outcome.thenApply(result -> {
                            throw new OverloadedException("the audit is overloaded", null);
                        })),
                OverloadedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aRepetitionThatDoesNotRunSaysNothingAboutTheFirstCall(Way way) {
        Worker worker = worker(
                (call, chain) -> chain.proceed(call).thenCompose(result -> chain.proceed(Call.to(missing, null))));
        mayHaveRun(
                catchThrowableOfType(CallException.class, () -> way.call(worker, Call.to(sells, null))),
                FunctionNotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsNotCompleteMayRun(Way way) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        String slow = unique("cmd::slow");
        Worker worker = worker((call, chain) -> {
            if (!call.functionId().equals(slow)) {
                return chain.proceed(call);
            }
            Thread calls = new Thread(() -> chain.proceed(call));
            calls.start();
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new OverloadedException("too slow", null);
        });
        worker.registerFunction(slow, json -> {
                    begun.countDown();
                    over.await();
                })
                .awaitConfirmed(PATIENCE);
        try {
            CallException failure =
                    catchThrowableOfType(CallException.class, () -> way.call(worker, Call.to(slow, null)));
            assertThat(failure.mayHaveRun()).isTrue();
        } finally {
            over.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatHasNotRunStillSaysSo(Way way) {
        Worker worker =
                worker((call, chain) -> chain.proceed(call).exceptionallyCompose(failure -> chain.proceed(call)));
        CallException failure =
                catchThrowableOfType(CallException.class, () -> way.call(worker, Call.to(missing, null)));
        assertThat(failure).isInstanceOf(FunctionNotFoundException.class);
        assertThat(failure.mayHaveRun()).isFalse();
    }
}
