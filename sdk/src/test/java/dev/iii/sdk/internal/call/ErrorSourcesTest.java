package dev.iii.sdk.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.internal.failure.Failures;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.Refusals;
import dev.iii.sdk.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error code that means something to the SDK, from everyone who can send it. */
class ErrorSourcesTest {

    private static final String FUNCTION = "shop::sell";

    /** Each code, with the message of the engine for a call of {@code shop::sell}; empty if only workers use the code. */
    private static final List<List<String>> CODES = List.of(
            List.of("function_not_found", "Function shop::sell not found in namespace default."),
            List.of("function_not_invokable", ""),
            List.of("invocation_stopped", "Invocation stopped"),
            List.of("channel_send_failed", "channel closed"),
            List.of("invocation_error", "channel closed"),
            List.of("overloaded", ""),
            List.of("FORBIDDEN", "function 'shop::sell' not allowed (add to rbac.expose_functions)"),
            List.of("INVALID_NAMESPACE", "`namespace` is empty: it was named and left blank."),
            List.of("TIMEOUT", ""),
            List.of("invocation_failed", ""));

    /** The codes with which the engine reports that it does not know the result of a call. */
    private static final Set<String> UNKNOWN = Set.of("invocation_stopped", "channel_send_failed", "invocation_error");

    private static CallException plain(ErrorBody error, boolean enqueued) {
        return exception(new Outcome.Failed(error), enqueued);
    }

    private static CallException exception(Outcome outcome, boolean enqueued) {
        return Objects.requireNonNull(
                Failures.of(outcome, FUNCTION, enqueued, Duration.ofSeconds(1), new ConnectionDescription("ws://h")));
    }

    /** Returns the failure of an idempotent call whose first attempt was lost after it was sent. */
    private static CallException afterALostAttempt(CallException last) {
        Attempts attempts =
                new Attempts(Call.to(FUNCTION, null), RetryPolicy.DEFAULT.withMaxAttempts(2), Duration.ofMinutes(1), 0);
        attempts.next(0);
        assertThat(attempts.after(exception(new Outcome.Lost("reset"), false), 0))
                .isNotNull();
        attempts.next(0);
        assertThat(attempts.after(last, 0)).isNull();
        return attempts.failure(last);
    }

    static Stream<String> codes() {
        return CODES.stream().map(code -> code.get(0));
    }

    static Stream<Arguments> engine() {
        return CODES.stream()
                .filter(code -> !code.get(1).isEmpty())
                .map(code -> Arguments.of(code.get(0), code.get(1)));
    }

    static Stream<Arguments> lastFailures() {
        return Stream.of(
                        Stream.of(new WorkerClosedException("closed", null)),
                        engine().map(of -> plain(new ErrorBody((String) of.get()[0], (String) of.get()[1]), false)),
                        codes().map(code -> plain(Refusals.notRun(code, "was not run"), false)),
                        codes().map(code -> plain(new ErrorBody(code, "said by the function"), false)),
                        Stream.of(
                                exception(new Outcome.TimedOut(false), false),
                                exception(new Outcome.Overloaded("calls in flight"), false)))
                .flatMap(each -> each)
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aFunctionCanReturnEveryCodeAndMayHaveRun(String code) {
        CallException failure = plain(new ErrorBody(code, "said by the function"), false);
        assertThat(failure)
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engine")
    void theEngineIsBelieved(String code, String message) {
        CallException failure = plain(new ErrorBody(code, message), false);
        assertThat(failure).isNotInstanceOf(FunctionException.class);
        assertThat(failure.mayHaveRun()).isEqualTo(UNKNOWN.contains(code));
    }

    @ParameterizedTest
    @MethodSource("engine")
    void whatTheEngineSaidAboutANestedCallIsNotBelieved(String code, String message) {
        String nested = message.contains(FUNCTION) ? message.replace(FUNCTION, "shop::price") : "price: " + message;
        assertThat(plain(new ErrorBody(code, nested), false).mayHaveRun()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engine")
    void aFunctionThatReturnsCodeAndMessageOfTheEngineIsNotBelieved(String code, String message) {
        for (boolean enqueued : List.of(false, true)) {
            ErrorBody sent = Failures.toWire(new FunctionException(code, message), new UUID(0, 1), false);
            CallException failure = plain(sent, enqueued);
            assertThat(failure).isInstanceOfSatisfying(FunctionException.class, e -> {
                assertThat(e.code()).isEqualTo(code);
                assertThat(e).hasMessage(message);
                assertThat(e.remoteStackTrace()).isNull();
            });
            assertThat(failure.mayHaveRun()).isTrue();
        }
    }

    @Test
    void aWorkerThatRefusesACallIsBelieved() {
        assertThat(plain(Failures.overloaded("full"), false)).isExactlyInstanceOf(OverloadedException.class);
        assertThat(plain(Refusals.notRun("function_not_found", "not here"), false))
                .isExactlyInstanceOf(FunctionNotFoundException.class);
        assertThat(plain(Refusals.notRun("invocation_stopped", "shutting down"), false))
                .isExactlyInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void aHandlerCannotReturnARefusal() {
        List<CallException> nested = List.of(
                new OverloadedException("full", null),
                new CallTimeoutException("late", false),
                new WorkerClosedException("closed", null),
                new FunctionNotFoundException("Function shop::sell not found in namespace default.", null),
                new CallRefusedException("FORBIDDEN", null),
                new FunctionException("overloaded", "full", "iii:not-run"),
                new FunctionException("overloaded", "full").withData("iii:not-run"),
                new InvalidRequestException("overloaded", "full").withData("iii:not-run"));
        assertThat(nested)
                .allSatisfy(failure -> assertThat(plain(Failures.toWire(failure, new UUID(0, 1), true), false))
                        .isInstanceOf(FunctionException.class));
    }

    @Test
    void onlyAnEnqueuedCallIsRefusedByAQueue() {
        ErrorBody error = new ErrorBody("enqueue_error", "queue_not_found: no such queue");
        assertThat(plain(error, true)).isExactlyInstanceOf(CallRefusedException.class);
        assertThat(plain(error, false)).isExactlyInstanceOf(FunctionException.class);
    }

    @ParameterizedTest
    @MethodSource("lastFailures")
    void anIdempotentCallThatWasLostOnceMayHaveRunHoweverItEnds(CallException last) {
        assertThat(afterALostAttempt(last).mayHaveRun()).isTrue();
    }

    @Test
    void theResultOfAFunctionStaysTheFailureOfAnIdempotentCall() {
        CallException last = plain(new ErrorBody("not_enough_stock", "only 2 left"), false);
        assertThat(afterALostAttempt(last)).isSameAs(last);
    }

    @Test
    void attemptsThatNeverRanStayNotRun() {
        CallException last = new FunctionNotFoundException("Function shop::sell not found", null);
        Attempts attempts = new Attempts(Call.to(FUNCTION, null), RetryPolicy.DEFAULT, Duration.ofMinutes(1), 0);
        attempts.next(0);
        attempts.after(new OverloadedException("full", null), 0);
        attempts.next(0);
        attempts.after(last, 0);
        assertThat(attempts.failure(last)).isSameAs(last);
    }
}
