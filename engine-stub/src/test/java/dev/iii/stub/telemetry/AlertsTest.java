package dev.iii.stub.telemetry;

import static dev.iii.stub.telemetry.Recorder.gauge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.InvokeFunction;
import dev.iii.stub.core.TestPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AlertsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration COOLDOWN = Duration.ofSeconds(15);

    private static AlertRule rule(
            String metric, AlertRule.Operator operator, double threshold, AlertRule.Action action) {
        return new AlertRule(
                "hot", metric, new AlertRule.Comparison(operator, threshold), MINUTE, COOLDOWN, action, true);
    }

    private static Recorder watching(AlertRule... rules) {
        return new Recorder(
                Recorder.options(TelemetrySettings.Traces.DEFAULT, TelemetrySettings.Logs.DEFAULT, List.of(rules)));
    }

    private static Recorder calling(String function) {
        return watching(rule("m", AlertRule.Operator.GREATER_THAN, 30, new AlertRule.Action.Function(function)));
    }

    private static TestPeer owner(Recorder recorder) {
        TestPeer owner = recorder.test.worker("owner");
        owner.says("{\"type\":\"registerfunction\",\"id\":\"alarm\"}");
        owner.heard();
        return owner;
    }

    @Test
    void functionIsCalledAndNotAgainBeforeTheCooldownIsOver() {
        Recorder recorder = calling("alarm");
        TestPeer owner = owner(recorder);
        recorder.metrics(gauge("m", 40, 60));
        JsonNode fired = recorder.gets("engine::alerts::evaluate", "{}").get("triggered_alerts");
        long now = recorder.test.clock.now().toEpochMilli();
        String rest = "\"metric\":\"m\",\"value\":50.0,\"threshold\":30.0,\"operator\":\"GreaterThan\",\"firing\":true,"
                + "\"timestamp\":" + now + "}";
        assertThat(fired.toString()).isEqualTo("[{\"name\":\"hot\"," + rest + "]");
        assertThat(((InvokeFunction) owner.heard().get(0)).data().text()).isEqualTo("{\"alert\":\"hot\"," + rest);
        assertThat(recorder.gets("engine::alerts::evaluate", "{}").get("triggered_alerts"))
                .isEmpty();
        owner.hearsNothing();
    }

    @Test
    void rulesAreEvaluatedEveryTenSeconds() {
        Recorder recorder = calling("alarm");
        TestPeer owner = owner(recorder);
        recorder.metrics(gauge("m", 50));
        recorder.test.clock.advance(Alerts.PERIOD);
        assertThat(owner.heard()).hasSize(1);
        recorder.test.clock.advance(Alerts.PERIOD);
        owner.hearsNothing();
        recorder.test.clock.advance(Alerts.PERIOD);
        assertThat(owner.heard()).hasSize(1);
        recorder.test.engine.close();
        assertThat(recorder.test.clock.alarms()).isZero();
    }

    @Test
    void valuesOutsideOfTheWindowAreIgnored() {
        Recorder recorder = calling("alarm");
        recorder.metrics(gauge("m", 1000));
        recorder.test.clock.advance(MINUTE.plusMillis(1));
        recorder.metrics(gauge("m", 20));
        recorder.gets("engine::alerts::evaluate", "{}");
        JsonNode list = recorder.gets("engine::alerts::list", "{}");
        assertThat(list.at("/alerts/0/firing").booleanValue()).isFalse();
        assertThat(list.at("/alerts/0/current_value").asDouble()).isEqualTo(20);
        assertThat(list.get("firing_count").asInt()).isZero();
    }

    @Test
    void ruleWithoutAValueIsNotShownAsAnAlert() {
        Recorder recorder = calling("alarm");
        recorder.gets("engine::alerts::evaluate", "{}");
        JsonNode list = recorder.gets("engine::alerts::list", "{}");
        assertThat(list.get("alerts")).isEmpty();
        assertThat(list.get("rules").toString())
                .isEqualTo("[{\"name\":\"hot\",\"metric\":\"m\",\"threshold\":30.0,\"operator\":\"greaterthan\","
                        + "\"window_seconds\":60,\"action\":{\"type\":\"function\",\"path\":\"alarm\"},\"enabled\":true,"
                        + "\"cooldown_seconds\":15}]");
    }

    @Test
    void countersOfTheEngineCanBeWatched() {
        Recorder recorder = watching(
                rule("iii.workers.active", AlertRule.Operator.GREATER_THAN_OR_EQUAL, 1, new AlertRule.Action.Log()));
        assertThat(recorder.gets("engine::alerts::evaluate", "{}")
                        .at("/triggered_alerts/0/value")
                        .asDouble())
                .isEqualTo(1);
    }

    @Test
    void sumsOfCountersAreCompared() {
        Recorder recorder = watching(rule("c", AlertRule.Operator.EQUAL, 5, new AlertRule.Action.Log()));
        recorder.metrics(
                "{\"name\":\"c\",\"sum\":{\"isMonotonic\":true,\"dataPoints\":[{\"asInt\":2},{\"asInt\":3}]}}");
        assertThat(recorder.gets("engine::alerts::evaluate", "{}").get("triggered_alerts"))
                .hasSize(1);
    }

    @Test
    void functionsOfTheEngineAreNotCalled() {
        Recorder recorder = calling("engine::traces::clear");
        recorder.spans(Recorder.span("t", "a", "n", 1, 2, ""));
        recorder.metrics(gauge("m", 50));
        recorder.gets("engine::alerts::evaluate", "{}");
        assertThat(recorder.telemetry.spans()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GREATER_THAN,1,false", "GREATER_THAN,2,true",
        "GREATER_THAN_OR_EQUAL,1,true", "GREATER_THAN_OR_EQUAL,0,false",
        "LESS_THAN,0,true", "LESS_THAN,1,false",
        "LESS_THAN_OR_EQUAL,1,true", "LESS_THAN_OR_EQUAL,2,false",
        "EQUAL,1,true", "EQUAL,2,false",
        "NOT_EQUAL,2,true", "NOT_EQUAL,1,false"
    })
    void valuesAreCompared(AlertRule.Operator operator, double value, boolean holds) {
        assertThat(new AlertRule.Comparison(operator, 1).holds(value)).isEqualTo(holds);
    }

    @Test
    void disabledRuleIsNotEvaluated() {
        AlertRule off = new AlertRule(
                "off",
                "m",
                new AlertRule.Comparison(AlertRule.Operator.LESS_THAN, 100),
                MINUTE,
                COOLDOWN,
                new AlertRule.Action.Log(),
                false);
        Recorder recorder = watching(off);
        recorder.metrics(gauge("m", 50));
        assertThat(recorder.gets("engine::alerts::evaluate", "{}").get("triggered_alerts"))
                .isEmpty();
    }

    @Test
    void noRuleIsEvaluatedWhenTelemetryIsDisabled() {
        Recorder off = new Recorder(Recorder.off());
        JsonNode evaluated = off.gets("engine::alerts::evaluate", "{}");
        assertThat(evaluated.get("evaluated").booleanValue()).isFalse();
        assertThat(evaluated.get("message").stringValue()).isEqualTo("Alert manager not initialized");
        assertThat(off.gets("engine::alerts::list", "{}").has("rules")).isFalse();
    }
}
