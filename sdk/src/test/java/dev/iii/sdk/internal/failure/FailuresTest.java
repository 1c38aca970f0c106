package dev.iii.sdk.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.error.CallCancelledException;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.OutcomeUnknownException;
import dev.iii.sdk.error.OverloadedException;
import dev.iii.sdk.error.WorkerClosedException;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.session.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

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
