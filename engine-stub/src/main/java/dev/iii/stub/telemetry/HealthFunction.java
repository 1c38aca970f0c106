package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Struct;
import tools.jackson.databind.node.ObjectNode;

/** The function {@code engine::health::check}. */
final class HealthFunction {

    private static final Struct INPUT = Struct.of("HealthCheckInput");

    private HealthFunction() {}

    static void install(Installer installer, Records records, TelemetrySettings options) {
        StubClock clock = installer.engine().clock();
        installer.function(
                FunctionSpec.of("engine::health::check", "Returns the health of the engine")
                        .takes(INPUT)
                        .untraced(),
                call -> check(call, records, options, clock));
    }

    private static Outcome check(Invocation call, Records records, TelemetrySettings options, StubClock clock) {
        INPUT.read(call.payload());
        ObjectNode result = TelemetryJson.object();
        result.put("status", "healthy");
        result.put("version", options.identity().version());
        result.put("timestamp", clock.now().toEpochMilli());
        ObjectNode components = result.putObject("components");
        ObjectNode otel = TelemetryJson.object();
        otel.put("enabled", true);
        otel.put("service_name", options.identity().serviceName());
        otel.put("exporter", options.traces().exporter());
        component(components, "otel", options.enabled(), otel);
        ObjectNode metrics = TelemetryJson.object().put("stored_metrics", records.metricCount());
        component(components, "metrics", options.enabled(), metrics);
        ObjectNode logs = TelemetryJson.object().put("stored_logs", records.logCount());
        component(components, "logs", records.keepsLogs(), logs);
        ObjectNode spans = TelemetryJson.object();
        spans.put("stored_spans", records.spanStore().size());
        spans.put("hot_bytes", records.spanStore().bytes());
        spans.set("archive", TelemetryJson.storage());
        component(components, "spans", options.enabled(), spans);
        return TelemetryJson.outcome(result);
    }

    private static void component(ObjectNode components, String name, boolean enabled, ObjectNode details) {
        ObjectNode component = components.putObject(name);
        component.put("status", enabled ? "healthy" : "disabled");
        component.set("details", enabled ? details : TelemetryJson.value(null));
    }
}
