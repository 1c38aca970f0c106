package dev.iii.stub.telemetry;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Call;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.FunctionSpec;
import dev.iii.stub.core.Installer;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;

/** {@code engine::health::check}. */
final class HealthFunction {

    private static final Struct INPUT = Struct.of("HealthCheckInput");

    private static final String NO_ARCHIVE = "{\"archive\":\"disabled\",\"completeness\":\"complete\","
            + "\"known_dropped_spans\":0,\"last_error\":null,\"max_disk_bytes\":0,\"physical_bytes\":0}";

    private HealthFunction() {}

    static void install(Installer installer, TelemetryOptions options) {
        Engine engine = installer.engine();
        installer.function(
                FunctionSpec.of("engine::health::check", "Tells how the engine is")
                        .takes(INPUT)
                        .untraced(),
                call -> check(call, engine, options));
    }

    private static Outcome check(Call call, Engine engine, TelemetryOptions options) {
        INPUT.read(call.data());
        JsonBuffer out = new JsonBuffer();
        out.raw('{').string("status").raw(':').string("healthy");
        out.raw(',').string("version").raw(':').string(options.version());
        out.raw(',')
                .string("timestamp")
                .raw(':')
                .raw(ascii(Long.toString(engine.clock().now().toEpochMilli())));
        out.raw(',').string("components").raw(':').raw('{');
        out.string("otel")
                .raw(':')
                .raw(ascii("{\"status\":\"healthy\",\"details\":{\"enabled\":true,\"service_name\":"));
        out.string(options.serviceName()).raw(ascii(",\"exporter\":\"Some(Memory)\"}}"));
        out.raw(component("metrics", "{\"stored_metrics\":0}"));
        out.raw(component("logs", "{\"stored_logs\":0}"));
        out.raw(component("spans", "{\"stored_spans\":0,\"hot_bytes\":0,\"archive\":" + NO_ARCHIVE + "}"));
        return Outcome.value(RawJson.wrap(out.raw('}').raw('}').toByteArray()));
    }

    private static byte[] component(String name, String details) {
        return ascii(",\"" + name + "\":{\"status\":\"healthy\",\"details\":" + details + "}");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
