package dev.iii.stub.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.routing.TriggerCalls;
import dev.iii.stub.core.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deliveries of triggers: their conditions, and their failures in the log. */
class FiringTest {

    private final TestEngine test = new TestEngine();
    private final TestPeer owner = test.worker("owner", "n1");
    private final Trigger trigger =
            new Trigger("t", "type", "f", "n1", RawJson.NULL, RawJson.parse("{\"m\":1}"), null, "n1");
    private final List<Outcome> done = new ArrayList<>();

    @RegisterExtension
    final CaughtLines log = new CaughtLines(TriggerCalls.class.getName(), Level.WARN);

    @BeforeEach
    void listen() {
        owner.says("{\"type\":\"registerfunction\",\"id\":\"f\"}", "{\"type\":\"registerfunction\",\"id\":\"c\"}");
    }

    private void fire(boolean conditional) {
        Call invocation = Call.of(trigger, RawJson.parse("{\"e\":1}")).withMetadata(trigger.metadata());
        test.engine.fire(trigger, invocation, conditional ? "c" : null, done::add);
    }

    private InvokeFunction delivery() {
        List<dev.iii.protocol.Frame> frames = owner.heard();
        assertThat(frames).hasSize(1);
        return (InvokeFunction) frames.get(0);
    }

    private void answers(InvokeFunction call, String members) {
        owner.says("{\"type\":\"invocationresult\",\"invocation_id\":\"" + call.invocationId()
                + "\",\"function_id\":\"x\"" + members + "}");
    }

    private List<String> messages() {
        return log.all();
    }

    @Test
    void functionGetsDataAndMetadataWithoutACaller() {
        fire(false);
        InvokeFunction call = delivery();
        assertThat(call.functionId()).isEqualTo("f");
        assertThat(call.data().text()).isEqualTo("{\"e\":1}");
        assertThat(call.metadata()).isEqualTo(RawJson.parse("{\"m\":1}"));
        answers(call, ",\"result\":1");
        assertThat(done).containsExactly(Outcome.value(RawJson.parse("1")));
    }

    @Test
    void conditionGetsTheSameDataWithoutMetadataAndOnlyFalseStops() {
        for (String answer : List.of(",\"result\":true", ",\"result\":0", "", ",\"result\":\"false\"")) {
            fire(true);
            InvokeFunction question = delivery();
            assertThat(question.functionId()).isEqualTo("c");
            assertThat(question.data().text()).isEqualTo("{\"e\":1}");
            assertThat(question.metadata()).isNull();
            answers(question, answer);
            assertThat(delivery().functionId()).isEqualTo("f");
        }
        fire(true);
        answers(delivery(), ",\"result\":false");
        owner.hearsNothing();
        assertThat(done).containsExactly(Outcome.NONE);
        assertThat(messages()).isEmpty();
    }

    @Test
    void failingConditionStopsAndIsVisible() {
        fire(true);
        answers(delivery(), ",\"error\":{\"code\":\"E\",\"message\":\"m\"}");
        owner.hearsNothing();
        assertThat(done).containsExactly(Outcome.failure("E", "m"));
        assertThat(messages()).containsExactly("The function c failed for the type trigger t: E: m");
    }

    @Test
    void failingFunctionAndMissingFunctionAreVisible() {
        fire(false);
        answers(delivery(), ",\"error\":{\"code\":\"E\",\"message\":\"m\"}");
        owner.leaves();
        fire(false);
        assertThat(messages())
                .containsExactly(
                        "The function f failed for the type trigger t: E: m",
                        "The function f failed for the type trigger t: function_not_found: Function f not found in"
                                + " namespace n1");
    }

    @Test
    void floodOfFailuresStaysReadable() {
        owner.leaves();
        for (int i = 0; i < 1000; i++) {
            fire(false);
        }
        assertThat(messages()).hasSize(20);
        test.clock.advance(java.time.Duration.ofSeconds(10));
        fire(false);
        assertThat(messages()).hasSize(21);
        assertThat(messages().get(20)).endsWith("(980 more like it were not logged)");
    }
}
