package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The functions {@code engine::log::*}. They store log lines of workers and write them to the engine's log. */
final class LogFunctions {

    private static final String UNKNOWN_SERVICE = "unknown";
    private static final String SCOPE = "iii";

    private static final Struct INPUT = Struct.of(
            "OtelLogInput",
            Field.string("trace_id").optional().describedAs("The trace that the line belongs to."),
            Field.string("span_id").optional().describedAs("The span that the line belongs to."),
            Field.string("message").describedAs("The message."),
            Field.json("data").optional().describedAs("Additional data of the line."),
            Field.string("service_name").optional().describedAs("The service that wrote the line."));

    private final Records records;
    private final TelemetrySettings options;
    private final StubClock clock;
    private final DoubleAdder sampled = new DoubleAdder();

    private LogFunctions(Records records, TelemetrySettings options, StubClock clock) {
        this.records = records;
        this.options = options;
        this.clock = clock;
    }

    static void install(Installer installer, Records records, TelemetrySettings options) {
        LogFunctions functions =
                new LogFunctions(records, options, installer.engine().clock());
        for (Level level : Level.values()) {
            String name = level.name().toLowerCase(Locale.ROOT);
            installer.function(
                    FunctionSpec.of("engine::log::" + name, "Writes a log line of level " + name)
                            .takes(INPUT)
                            .untraced(),
                    call -> functions.write(level, call));
        }
    }

    private Outcome write(Level level, Invocation call) {
        Fields in = INPUT.read(call.payload());
        if (!options.logs().enabled() || !isSampled()) {
            return Outcome.NONE;
        }
        RawJson data = in.optional("data");
        String service = in.optionalString("service_name");
        String message = in.string("message");
        WorkerLog.write(level, service == null ? "" : service, message, data == null ? "" : data.text());
        records.addLogs(List.of(record(in, level, message, service)));
        return Outcome.NONE;
    }

    /** Selects log lines evenly, in proportion to the sampling ratio. */
    private boolean isSampled() {
        double ratio = options.logs().samplingRatio();
        if (ratio >= 1) {
            return true;
        }
        double before = sampled.sum();
        sampled.add(ratio);
        return Math.floor(before + ratio) > Math.floor(before);
    }

    private LogRecord record(Fields in, Level level, String message, @Nullable String service) {
        long now = Records.unixNanos(clock);
        RawJson data = in.optional("data");
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (data != null && data.isObject()) {
            JsonText.tree(data)
                    .propertyStream()
                    .forEach(member -> attributes.put(member.getKey(), TelemetryJson.plain(member.getValue())));
        }
        return new LogRecord(
                now,
                now,
                new LogRecord.Severity(WorkerLog.severity(level), level.name()),
                Redaction.withoutColours(message),
                Redaction.withoutColours(attributes),
                new LogRecord.Context(in.optionalString("trace_id"), in.optionalString("span_id")),
                new LogRecord.Origin(
                        service == null ? UNKNOWN_SERVICE : service,
                        resource(options.identity()),
                        new Scope(SCOPE, options.identity().version())));
    }

    private static Map<String, String> resource(TelemetrySettings.Identity identity) {
        Map<String, String> resource = new LinkedHashMap<>();
        resource.put("service.name", identity.serviceName());
        if (identity.serviceNamespace() != null) {
            resource.put("service.namespace", identity.serviceNamespace());
        }
        if (identity.serviceVersion() != null) {
            resource.put("service.version", identity.serviceVersion());
        }
        return resource;
    }
}
