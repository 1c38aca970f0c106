package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No frame that is too large for a connection is sent on it, so that none ends it. */
class LargeFramesTest {

    private static final int MAX = 4_000;
    private static final String LONG = "x".repeat(MAX);
    private static final RawJson LARGE = RawJson.parse("\"" + LONG + "\"");
    private static final RawJson SMALL = RawJson.EMPTY_OBJECT;

    private final TestEngine test = new TestEngine();
    private final TestPeer other = test.worker("other");
    private final TestPeer small = test.worker(new TestPeer().taking(MAX), "small", null);

    LargeFramesTest() {
        small.heard();
        other.heard();
    }

    private static List<Frame> withoutASmallerOne() {
        return List.of(
                new WorkerRegistered("w", LONG),
                new Reattach("w", LONG),
                new RegisterFunction("f", LONG, null, null, null, null),
                new UnregisterFunction(LONG),
                new RegisterTriggerType("t", "d", LARGE, null, null),
                new RegisterTrigger("t", "t", "f", LARGE, null, null, null),
                new UnregisterTrigger(LONG, "t"),
                new RegisterService("s", LONG, null, null),
                new InvokeFunction(null, "f", LARGE, null, null, null, null, null),
                new TriggerRegistrationResult(LONG, "t", "f", new ErrorBody("c", "m")),
                new RegistrationRejected("c", "n", "o", "w", LONG),
                new ConnectionRefused(new ErrorBody("c", LONG)));
    }

    private static List<Frame> withASmallerOne() {
        return List.of(
                new InvocationResult(TestEngine.id(1), "f", LARGE, null, null, null),
                new InvocationResult(TestEngine.id(1), LONG, SMALL, null, null, null),
                new InvocationResult(TestEngine.id(1), "f", SMALL, null, null, LONG),
                new InvocationResult(TestEngine.id(1), "f", null, new ErrorBody("c", LONG), null, null),
                new InvocationResult(TestEngine.id(1), "f", null, new ErrorBody("c", "m", LONG), null, null),
                new TriggerRegistrationResult("i", "t", "f", new ErrorBody("c", LONG)));
    }

    @Test
    void everyTypeOfFrameIsTried() {
        Set<Class<?>> tried = new HashSet<>(Set.of(Ping.class, Pong.class));
        withoutASmallerOne().forEach(frame -> tried.add(frame.getClass()));
        withASmallerOne().forEach(frame -> tried.add(frame.getClass()));
        assertThat(tried).isEqualTo(Set.of(Frame.class.getPermittedSubclasses()));
    }

    @Test
    void aFrameThatIsTooLargeIsNotSentAndEndsNoConnection() {
        for (Frame frame : withoutASmallerOne()) {
            small.worker().send(frame);
            assertThat(small.heard()).as("%s", frame.getClass()).isEmpty();
            assertThat(small.worker().tooLarge(frame)).contains("more than the maximum of " + MAX);
        }
        assertThat(small.closed()).isNull();
    }

    @Test
    void anAnswerThatIsTooLargeBecomesASmallerError() {
        for (Frame frame : withASmallerOne()) {
            small.worker().send(frame);
            Frame sent = small.heard().get(0);
            assertThat(FrameEncoder.encode(sent).length).isLessThanOrEqualTo(MAX);
            ErrorBody error = sent instanceof InvocationResult result
                    ? result.error()
                    : ((TriggerRegistrationResult) sent).error();
            assertThat(Objects.requireNonNull(error).message()).contains("more than the maximum of " + MAX);
        }
        assertThat(small.closed()).isNull();
    }

    @Test
    void aResultThatIsTooLargeForTheCallerIsAnError() {
        other.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        small.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"data\":1}");
        other.heard();
        other.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"result\":" + LARGE.text() + "}");
        assertThat(small.heard())
                .singleElement()
                .isInstanceOfSatisfying(
                        InvocationResult.class,
                        result -> assertThat(
                                        Objects.requireNonNull(result.error()).code())
                                .isEqualTo("result_too_large"));
    }

    @Test
    void anErrorOfAFunctionWhoseStackTraceIsCutIsNotTakenForOneOfTheEngine() {
        ErrorBody given = new ErrorBody("function_not_found", "Function f not found in namespace default", LONG);
        small.worker().send(new InvocationResult(TestEngine.id(1), "f", null, given, null, null));
        assertThat(errorOf(small).stacktrace()).isEqualTo("iii:by-function");

        String mark = "iii:not-run";
        small.worker()
                .send(new InvocationResult(TestEngine.id(1), "f", null, new ErrorBody("c", LONG, mark), null, null));
        assertThat(errorOf(small).stacktrace()).as("a short one is kept").isEqualTo(mark);

        small.worker().send(new InvocationResult(TestEngine.id(1), "f", null, new ErrorBody("c", LONG), null, null));
        assertThat(errorOf(small).stacktrace())
                .as("an error of the engine has none")
                .isNull();
    }

    private static ErrorBody errorOf(TestPeer peer) {
        return Objects.requireNonNull(((InvocationResult) peer.heard().get(0)).error());
    }

    @Test
    void aCallThatIsTooLargeForTheOwnerFailsAndTheOwnerStays() {
        small.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        other.says("{\"type\":\"invokefunction\",\"invocation_id\":\"" + TestEngine.id(7)
                + "\",\"function_id\":\"f\",\"data\":" + LARGE.text() + "}");
        assertThat(other.heard())
                .singleElement()
                .isInstanceOfSatisfying(
                        InvocationResult.class,
                        result -> assertThat(
                                        Objects.requireNonNull(result.error()).code())
                                .isEqualTo("payload_too_large"));
        assertThat(small.heard()).isEmpty();
        assertThat(small.closed()).isNull();
        assertThat(small.worker().activeInvocations()).isZero();
        assertThat(other.worker().activeInvocations()).isZero();
    }

    @Test
    void aTriggerThatIsTooLargeForItsProviderIsRefused() {
        small.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        other.says(
                "{\"type\":\"registertrigger\",\"id\":\"t1\",\"trigger_type\":\"tt\",\"function_id\":\"f\",\"config\":"
                        + LARGE.text() + "}");
        assertThat(small.heard()).isEmpty();
        assertThat(other.heard())
                .singleElement()
                .isInstanceOfSatisfying(
                        TriggerRegistrationResult.class,
                        result -> assertThat(
                                        Objects.requireNonNull(result.error()).message())
                                .startsWith("The trigger cannot be sent to the provider of its type: it has "));
    }

    @Test
    void aTriggerThatIsTooLargeForTheNextProviderWaits() {
        other.says(
                "{\"type\":\"registertrigger\",\"id\":\"t1\",\"trigger_type\":\"tt\",\"function_id\":\"f\",\"config\":"
                        + LARGE.text() + "}");
        small.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        assertThat(small.heard()).isEmpty();
        assertThat(small.closed()).isNull();
        other.says("{\"type\":\"registertriggertype\",\"id\":\"tt\",\"description\":\"d\"}");
        assertThat(other.heard()).singleElement().isInstanceOf(RegisterTrigger.class);
    }
}
