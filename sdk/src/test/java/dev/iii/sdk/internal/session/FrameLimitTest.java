package dev.iii.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.Action;
import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.Ping;
import dev.iii.protocol.Pong;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterService;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.protocol.RegistrationRejected;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.protocol.UnregisterFunction;
import dev.iii.protocol.UnregisterTrigger;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.error.InvalidPayloadException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FrameLimitTest {

    private static final int MAX = 64 << 10;
    private static final FrameLimit LIMIT = new FrameLimit(MAX);
    private static final UUID ID = new UUID(1, 2);
    private static final String LONG = "ü\u0001".repeat(MAX);
    private static final RawJson LARGE = RawJson.parse("\"" + "x".repeat(MAX) + "\"");
    private static final RawJson SMALL = RawJson.EMPTY_OBJECT;

    /** Frames of every type, each with one field that is too large. Pings and pongs have no fields. */
    private static List<Frame> tooLarge() {
        return List.of(
                new WorkerRegistered("w", LONG),
                new Reattach("w", LONG),
                new Reattach(LONG, "t"),
                new RegisterFunction(LONG, null, null, null, null, null),
                new RegisterFunction("f", LONG, null, null, null, null),
                new RegisterFunction("f", null, LARGE, null, null, null),
                new RegisterFunction("f", null, null, LARGE, null, null),
                new RegisterFunction("f", null, null, null, LARGE, null),
                new RegisterFunction("f", null, null, null, null, LARGE),
                new UnregisterFunction(LONG),
                new RegisterTriggerType(LONG, "d", null, null, null),
                new RegisterTriggerType("t", LONG, null, null, null),
                new RegisterTriggerType("t", "d", LARGE, null, null),
                new RegisterTriggerType("t", "d", null, LARGE, null),
                new RegisterTriggerType("t", "d", null, null, LONG),
                new RegisterTrigger(LONG, "t", "f", SMALL, null, null, null),
                new RegisterTrigger("i", LONG, "f", SMALL, null, null, null),
                new RegisterTrigger("i", "t", LONG, SMALL, null, null, null),
                new RegisterTrigger("i", "t", "f", LARGE, null, null, null),
                new RegisterTrigger("i", "t", "f", SMALL, LARGE, null, null),
                new RegisterTrigger("i", "t", "f", SMALL, null, LONG, null),
                new RegisterTrigger("i", "t", "f", SMALL, null, null, LONG),
                new TriggerRegistrationResult(LONG, "t", "f", null),
                new TriggerRegistrationResult(LONG, "t", "f", new ErrorBody("c", "m")),
                new TriggerRegistrationResult("i", LONG, "f", null),
                new TriggerRegistrationResult("i", "t", LONG, null),
                new UnregisterTrigger(LONG, "t"),
                new UnregisterTrigger("i", LONG),
                new RegisterService(LONG, null, null, null),
                new RegisterService("s", LONG, LONG, LONG),
                new InvokeFunction(ID, LONG, SMALL, null, null, null, null, null),
                new InvokeFunction(ID, "f", LARGE, null, null, null, null, null),
                new InvokeFunction(ID, "f", SMALL, new Action.EnqueueAction(LONG), null, null, null, null),
                new InvokeFunction(ID, "f", SMALL, null, LARGE, null, null, null),
                new InvokeFunction(ID, "f", SMALL, null, null, LONG, null, null),
                new InvokeFunction(ID, "f", SMALL, null, null, null, LONG, null),
                new InvokeFunction(ID, "f", SMALL, null, null, null, null, LONG),
                new RegistrationRejected(LONG, "n", "o", "w", "f"),
                new ConnectionRefused(new ErrorBody("c", LONG)));
    }

    /** Frames that answer the engine, each with one field that is too large. */
    private static List<Frame> tooLargeAnswers() {
        return List.of(
                new InvocationResult(ID, "f", LARGE, null, null, null),
                new InvocationResult(ID, LONG, SMALL, null, null, null),
                new InvocationResult(ID, "f", SMALL, null, LONG, null),
                new InvocationResult(ID, "f", SMALL, null, null, LONG),
                new InvocationResult(ID, LONG, null, new ErrorBody("c", "m"), null, null),
                new InvocationResult(ID, "f", null, new ErrorBody(LONG, "m"), null, null),
                new InvocationResult(ID, "f", null, new ErrorBody("c", LONG), null, null),
                new InvocationResult(ID, "f", null, new ErrorBody("c", "m", LONG), null, null),
                new TriggerRegistrationResult("i", "t", "f", new ErrorBody(LONG, "m")),
                new TriggerRegistrationResult("i", "t", "f", new ErrorBody("c", LONG)),
                new TriggerRegistrationResult("i", "t", "f", new ErrorBody("c", "m", LONG)));
    }

    @Test
    void everyTypeOfFrameIsTried() {
        Set<Class<?>> tried = tooLarge().stream().map(Frame::getClass).collect(Collectors.toSet());
        tooLargeAnswers().forEach(frame -> tried.add(frame.getClass()));
        tried.addAll(Set.of(Ping.class, Pong.class));
        assertThat(tried).isEqualTo(Set.of(Frame.class.getPermittedSubclasses()));
    }

    @Test
    void aFrameThatIsTooLargeIsNeverSent() {
        for (Frame frame : tooLarge()) {
            assertThat(FrameEncoder.encode(frame).length).isGreaterThan(MAX);
            assertThat(LIMIT.fitted(frame)).as("%s", frame.getClass()).isNull();
            assertThatThrownBy(() -> LIMIT.require(frame, "it", "make it smaller"))
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageMatching("it has \\d+ bytes, more than the maximum of " + MAX + "; make it smaller");
        }
    }

    @Test
    void anAnswerThatIsTooLargeBecomesASmallerErrorThatSaysSo() {
        for (Frame frame : tooLargeAnswers()) {
            Frame smaller = LIMIT.fitted(frame);
            assertThat(smaller).as("%s", frame.getClass()).isInstanceOf(frame.getClass());
            assertThat(FrameEncoder.encode(Objects.requireNonNull(smaller)).length)
                    .isLessThan(MAX);
            ErrorBody error = smaller instanceof InvocationResult result
                    ? result.error()
                    : ((TriggerRegistrationResult) Objects.requireNonNull(smaller)).error();
            assertThat(Objects.requireNonNull(error).message()).contains("bytes, more than the maximum of " + MAX);
        }
    }

    @Test
    void theSmallerErrorKeepsTheCodeAndTheBeginningOfTheMessage() {
        ErrorBody error = new ErrorBody("sold_out", "nothing left" + "!".repeat(MAX), "iii:not-run");
        InvocationResult smaller = (InvocationResult)
                Objects.requireNonNull(LIMIT.fitted(new InvocationResult(ID, "f", null, error, null, null)));
        ErrorBody sent = Objects.requireNonNull(smaller.error());
        assertThat(sent.code()).isEqualTo("sold_out");
        assertThat(sent.message()).startsWith("nothing left!").contains("this error was shortened");
        assertThat(sent.stacktrace()).isEqualTo("iii:not-run");
    }

    @Test
    void theSmallerErrorSaysThatItsDataIsOmitted() {
        ErrorBody error = new ErrorBody("sold_out", "nothing left", "data:application/json," + LARGE.text());
        InvocationResult smaller = (InvocationResult)
                Objects.requireNonNull(LIMIT.fitted(new InvocationResult(ID, "f", null, error, null, null)));
        ErrorBody sent = Objects.requireNonNull(smaller.error());
        assertThat(sent.message()).startsWith("nothing left (this error was shortened and its data omitted");
        // Without a mark, a caller could take the error for one of the engine.
        assertThat(sent.stacktrace()).isEqualTo(Refusals.BY_FUNCTION);
    }

    @Test
    void aFrameAtTheLimitIsSentUnchanged() {
        InvocationResult result =
                new InvocationResult(ID, "f", RawJson.parse("\"" + "x".repeat(60_000) + "\""), null, null, null);
        FrameLimit exact = new FrameLimit(FrameEncoder.encode(result).length);
        assertThat(exact.fitted(result)).isSameAs(result);
        assertThat(new FrameLimit(exact.maxBytes() - 1).fitted(result)).isNotSameAs(result);
    }

    @Test
    void aSurrogatePairIsNotCut() {
        assertThat(FrameLimit.shortened("ab😀", 3)).isEqualTo("ab…");
        assertThat(FrameLimit.shortened("ab😀", 4)).isEqualTo("ab😀");
    }
}
