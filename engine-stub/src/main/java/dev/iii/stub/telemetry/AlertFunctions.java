package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Struct;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions {@code engine::alerts::*}. */
final class AlertFunctions {

    private static final Struct LIST = Struct.of("AlertsListInput");
    private static final Struct EVALUATE = Struct.of("AlertsEvaluateInput");
    private static final String OFF = "Alert manager not initialized";

    private final Alerts alerts;
    private final TelemetrySettings options;
    private final StubClock clock;

    private AlertFunctions(Alerts alerts, TelemetrySettings options, StubClock clock) {
        this.alerts = alerts;
        this.options = options;
        this.clock = clock;
    }

    static void install(Installer installer, Alerts alerts, TelemetrySettings options) {
        AlertFunctions functions =
                new AlertFunctions(alerts, options, installer.engine().clock());
        installer.function(
                FunctionSpec.of("engine::alerts::list", "Lists the alert rules and their states")
                        .takes(LIST)
                        .untraced(),
                functions::list);
        installer.function(
                FunctionSpec.of("engine::alerts::evaluate", "Evaluates all alert rules now")
                        .takes(EVALUATE)
                        .untraced(),
                functions::evaluate);
    }

    private Outcome list(Invocation call) {
        LIST.read(call.payload());
        ObjectNode result = TelemetryJson.object();
        result.set("alerts", alerts.states());
        if (options.enabled()) {
            result.set("rules", rules(options.alerts()));
        }
        result.put("firing_count", alerts.firing());
        if (!options.enabled()) {
            result.put("message", OFF);
        }
        result.put("timestamp", clock.now().toEpochMilli());
        return TelemetryJson.outcome(result);
    }

    private Outcome evaluate(Invocation call) {
        EVALUATE.read(call.payload());
        ObjectNode result = TelemetryJson.object();
        result.put("evaluated", options.enabled());
        if (options.enabled()) {
            result.set("triggered_alerts", alerts.evaluate());
        } else {
            result.put("message", OFF);
        }
        result.put("timestamp", clock.now().toEpochMilli());
        return TelemetryJson.outcome(result);
    }

    private static ArrayNode rules(List<AlertRule> rules) {
        ArrayNode json = TelemetryJson.array();
        for (AlertRule rule : rules) {
            ObjectNode entry = json.addObject();
            entry.put("name", rule.name());
            entry.put("metric", rule.metric());
            entry.set("threshold", TelemetryJson.number(rule.comparison().threshold()));
            entry.put("operator", rule.comparison().operator().wireName().toLowerCase(Locale.ROOT));
            entry.put("window_seconds", rule.window().toSeconds());
            entry.set("action", action(rule.action()));
            entry.put("enabled", rule.enabled());
            entry.put("cooldown_seconds", rule.cooldown().toSeconds());
        }
        return json;
    }

    private static ObjectNode action(AlertRule.Action action) {
        ObjectNode json = TelemetryJson.object();
        if (action instanceof AlertRule.Action.Function function) {
            json.put("type", "function").put("path", function.path());
        } else if (action instanceof AlertRule.Action.Webhook webhook) {
            json.put("type", "webhook").put("url", webhook.url());
        } else {
            json.put("type", "log");
        }
        return json;
    }
}
