package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.SyncFunction;
import dev.iii.stub.core.call.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests what a worker can do to the functions, triggers and calls of another one, and that the log tells it. */
class ForeignChangesTest {

    private static final String CALL =
            "{\"type\":\"invokefunction\",\"invocation_id\":\"00000000-0000-4000-8000-00000000ca11\","
                    + "\"function_id\":\"f\",\"data\":1}";
    private static final String RESULT = "{\"type\":\"invocationresult\","
            + "\"invocation_id\":\"00000000-0000-4000-8000-00000000ca11\",\"function_id\":\"f\",\"result\":\"%s\"}";

    private final TestEngine test = new TestEngine();
    private final TestPeer owner = test.worker("owner");
    private final TestPeer other = test.worker("other");

    @RegisterExtension
    final CaughtLines log = new CaughtLines("dev.iii.stub.core", Level.WARN);

    @BeforeEach
    void registers() {
        owner.says(
                "{\"type\":\"registerfunction\",\"id\":\"f\"}",
                "{\"type\":\"registertriggertype\",\"id\":\"type\",\"description\":\"d\"}",
                trigger("t"));
        owner.heard();
        log.take();
    }

    private static String trigger(String id) {
        return "{\"type\":\"registertrigger\",\"id\":\"" + id
                + "\",\"trigger_type\":\"type\",\"function_id\":\"f\",\"config\":null}";
    }

    private void isSaid(String words) {
        assertThat(log.take()).singleElement().asString().contains(words);
    }

    @Test
    void aWorkerCannotUnregisterTheTriggerOfAnother() {
        other.says("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"type\"}");

        owner.hearsNothing();
        isSaid("may not unregister the type trigger t for function f, which belongs to worker owner");

        owner.says("{\"type\":\"unregistertrigger\",\"id\":\"t\"}");
        owner.hears("{\"type\":\"unregistertrigger\",\"id\":\"t\",\"trigger_type\":\"type\"}");
        assertThat(log.take()).isEmpty();
    }

    @Test
    void aWorkerCannotUnregisterOrReplaceTheFunctionOfAnother() {
        other.says("{\"type\":\"unregisterfunction\",\"id\":\"f\"}");
        isSaid("may not unregister the function f");
        other.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        isSaid("it belongs to worker");
        other.heard();

        other.says(CALL);
        assertThat(owner.heard()).hasSize(1);
    }

    @Test
    void aTriggerThatAnotherWorkerReplacesIsSaid() {
        other.says(trigger("t"));

        isSaid("is replaced by the type trigger t for function f of worker other");
        other.says(trigger("t"), trigger("u"));
        assertThat(log.take()).isEmpty();
    }

    @Test
    void aTriggerTypeThatAnotherWorkerTakesOverIsSaid() {
        String register = "{\"type\":\"registertriggertype\",\"id\":\"type\",\"description\":\"d\"}";
        other.says(register);

        isSaid("is now provided by worker");
        other.says(register);
        assertThat(log.take()).isEmpty();
    }

    @Test
    void aTriggerThatIsUnregisteredByACallIsSaid() {
        assertThat(test.engine.unregisterTrigger("t")).isTrue();

        isSaid("The type trigger t for function f of worker owner");
        assertThat(test.engine.unregisterTrigger("t")).isFalse();
        assertThat(log.take()).isEmpty();
    }

    @Test
    void aResultOfAnotherWorkerCountsAndIsSaid() {
        TestPeer caller = test.worker("caller");
        caller.says(CALL);
        other.says(RESULT.formatted("forged"));

        isSaid("has answered a call that worker");
        caller.hears(RESULT.formatted("forged"));
    }

    @Test
    void aResultOfTheOwnerIsNotSaid() {
        TestPeer caller = test.worker("caller");
        caller.says(CALL);
        owner.says(RESULT.formatted("real"));

        assertThat(log.take()).isEmpty();
        caller.hears(RESULT.formatted("real"));
    }

    @Test
    void anIdThatAnotherWorkerUsesAgainIsSaid() {
        TestPeer caller = test.worker("caller");
        caller.says(CALL);
        other.says(CALL);

        isSaid("has made a call with the same id");
    }

    @Test
    void aBuiltInFunctionThatAWorkerReplacesIsSaid() {
        test.extend(installer -> installer.function(
                FunctionSpec.of("built::in", "A function of the engine"), (SyncFunction) call -> Outcome.NONE));
        other.says("{\"type\":\"registerfunction\",\"id\":\"built::in\"}");

        isSaid("replaces the function built::in of the engine");
        other.says("{\"type\":\"registerfunction\",\"id\":\"built::in\"}");
        assertThat(log.take()).isEmpty();
    }
}
