package dev.iii.sdk.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.session.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    private static final UUID ID = new UUID(0, 1);

    /** An outcome and the exception of a call that ends with it; {@code null} if the call does not fail. */
    private record Case(Outcome outcome, @Nullable Class<? extends CallException> exception) {}

    /** One outcome of each type. */
    private static List<Case> cases() {
        return List.of(
                new Case(new Outcome.Completed(RawJson.NULL), null),
                new Case(new Outcome.Sent(), null),
                new Case(new Outcome.Failed(new ErrorBody("not_enough_stock", "only 2 left")), FunctionException.class),
                new Case(new Outcome.TimedOut(true), CallTimeoutException.class),
                new Case(new Outcome.Lost("reset"), OutcomeUnknownException.class),
                new Case(new Outcome.Overloaded("calls in flight"), OverloadedException.class),
                new Case(new Outcome.WorkerClosed("the worker is closed"), WorkerClosedException.class),
                new Case(new Outcome.Cancelled(), CallCancelledException.class));
    }

    private static @Nullable CallException exceptionOf(Outcome outcome) {
        return Failures.of(outcome, "f", false, Duration.ofSeconds(1), new ConnectionDescription("ws://h"));
    }

    @Test
    void theTestHasEveryTypeOfOutcome() {
        Set<Class<?>> types =
                cases().stream().map(each -> each.outcome().getClass()).collect(Collectors.toSet());
        assertThat(types).isEqualTo(Set.of(Outcome.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyOutcomeHasItsException(Case each) {
        CallException exception = exceptionOf(each.outcome());
        if (each.exception() == null) {
            assertThat(exception).isNull();
        } else {
            assertThat(exception).isExactlyInstanceOf(each.exception());
        }
    }

    private static @Nullable CallException received(ErrorBody error) {
        return exceptionOf(new Outcome.Failed(error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"errors\":[]}",
                "{\"errors\":[],\"status\":400}",
                "{\"errors\":[{\"field\":\"a\"}],\"status\":400}",
                "{\"errors\":[{\"field\":\"a\",\"message\":\"b\"}],\"status\":200}",
                "{\"errors\":[null],\"status\":400}"
            })
    void fieldsOfAnInvalidRequestThatCannotBeReadLeaveTheCodeAndTheMessage(String content) {
        String field = "data:application/vnd.iii.invalid-request+json," + content;
        assertThat(received(new ErrorBody("invalid_request", "sku: is blank", field)))
                .isExactlyInstanceOf(FunctionException.class)
                .hasMessage("sku: is blank");
    }

    @Test
    void fieldsOfAnInvalidRequestBelongToItsCodeOnly() {
        String field = String.valueOf(Failures.toWire(new InvalidRequestException("a", "b"), ID, false)
                .stacktrace());
        assertThat(received(new ErrorBody("invalid_request", "a: b", field)))
                .isExactlyInstanceOf(InvalidRequestException.class);
        assertThat(received(new ErrorBody("other", "a: b", field))).isExactlyInstanceOf(FunctionException.class);
    }

    @Test
    void theInvalidRequestOfACallThatAHandlerHasMadeIsNoErrorOfTheCallerOfTheHandler() {
        for (FunctionException inner : List.of(
                new InvalidRequestException("a", "secret").withFunctionId("inner::f"),
                new FunctionException("invalid_request", "secret").withFunctionId("inner::f"))) {
            ErrorBody sent = Failures.toWire(inner, ID, false);
            assertThat(sent.code()).isEqualTo("invocation_failed");
            assertThat(sent.message()).contains(ID.toString()).doesNotContain("secret");
            assertThat(sent.stacktrace()).isNull();
            assertThat(Failures.isUnexpected(inner)).isTrue();
        }
        ErrorBody own = Failures.toWire(new InvalidRequestException("a", "is blank"), ID, false);
        assertThat(received(own))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.functionId()).contains("f"))
                .hasMessage("a: is blank");
    }

    @Test
    void theKindOfAnUnexpectedExceptionIsItsClass() {
        Throwable anonymous = new IllegalStateException("secret") {};
        assertThat(Failures.toWire(anonymous, ID, false).message())
                .matches("the function failed with FailuresTest\\$\\d; see the log of its worker for invocation " + ID);
        assertThat(Failures.toWire(new IllegalStateException(), ID, true).message())
                .isEqualTo("IllegalStateException");
    }

    @Test
    void aResultThatCannotBeSentShowsOnlyMessagesOfTheSdk() {
        assertThat(Failures.invalidResult("f", new InvalidPayloadException("is too large", "a"), ID, false)
                        .message())
                .isEqualTo("the result of f cannot be sent: a: is too large");
        assertThat(Failures.invalidResult("f", new IllegalStateException("secret"), ID, false)
                        .message())
                .startsWith("the result of f cannot be sent: ")
                .doesNotContain("secret");
    }

    @Test
    void aTimeoutReportsWhetherTheFunctionMayHaveRun() {
        assertThat(exceptionOf(new Outcome.TimedOut(true))).isInstanceOfSatisfying(CallTimeoutException.class, e -> {
            assertThat(e).hasMessage("no result from f within 1000 ms");
            assertThat(e.mayHaveRun()).isTrue();
        });
        assertThat(exceptionOf(new Outcome.TimedOut(false))).isInstanceOfSatisfying(CallTimeoutException.class, e -> {
            assertThat(e)
                    .hasMessage("call of f timed out after 1000 ms before it was sent: still connecting to ws://h");
            assertThat(e.mayHaveRun()).isFalse();
        });
    }
}
