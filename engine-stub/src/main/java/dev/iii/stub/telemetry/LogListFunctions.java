package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions {@code engine::logs::*}, which list and delete log lines. */
final class LogListFunctions {

    private static final Struct LIST = Struct.of(
            "LogsListInput",
            Field.u64("start_time").optional().describedAs("The earliest time, in milliseconds since 1970."),
            Field.u64("end_time").optional().describedAs("The latest time, in milliseconds since 1970."),
            Field.string("trace_id").optional().describedAs("Only lines of this trace."),
            Field.string("span_id").optional().describedAs("Only lines of this span."),
            Field.i32("severity_min").optional().describedAs("The minimum severity, from 1 to 24."),
            Field.string("severity_text").optional().describedAs("The severity, for example WARN; case is ignored."),
            Field.usize("offset").optional().describedAs("The number of lines to skip. Default: 0."),
            Field.usize("limit").optional().describedAs("The maximum number of lines. Default: all."));
    private static final Struct CLEAR = Struct.of("LogsClearInput");

    private static final RawJson SUCCESS = RawJson.parse("{\"success\":true}");
    private static final RawJson NOTHING_TO_CLEAR =
            RawJson.parse("{\"success\":true,\"message\":\"No log storage initialized\"}");

    private final Records records;
    private final StubClock clock;

    private LogListFunctions(Records records, StubClock clock) {
        this.records = records;
        this.clock = clock;
    }

    static void install(Installer installer, Records records) {
        LogListFunctions functions =
                new LogListFunctions(records, installer.engine().clock());
        installer.function(
                FunctionSpec.of("engine::logs::list", "Lists log lines, the newest first")
                        .takes(LIST)
                        .untraced(),
                functions::list);
        installer.function(
                FunctionSpec.of("engine::logs::clear", "Deletes all log lines")
                        .takes(CLEAR)
                        .untraced(),
                functions::clear);
    }

    private Outcome list(Invocation call) {
        Fields in = LIST.read(call.payload());
        ObjectNode result = TelemetryJson.object();
        ArrayNode logs = result.putArray("logs");
        List<LogRecord> found = records.keepsLogs() ? find(in) : List.of();
        found.stream()
                .skip(TimeFields.size(in, "offset", 0))
                .limit(TimeFields.size(in, "limit", Integer.MAX_VALUE))
                .forEach(log -> logs.add(TelemetryJson.log(log)));
        result.put("total", found.size());
        if (records.keepsLogs()) {
            result.set("query", QueryEcho.of(in, LIST));
        }
        result.put("timestamp", clock.now().toEpochMilli());
        return TelemetryJson.outcome(result);
    }

    private List<LogRecord> find(Fields in) {
        Predicate<LogRecord> wanted = filter(in);
        List<LogRecord> found = new ArrayList<>();
        for (LogRecord log : records.logs()) {
            if (wanted.test(log)) {
                found.add(log);
            }
        }
        found.sort((a, b) -> Long.compareUnsigned(b.unixNano(), a.unixNano()));
        return found;
    }

    private static Predicate<LogRecord> filter(Fields in) {
        String traceId = in.optionalString("trace_id");
        String spanId = in.optionalString("span_id");
        Long severity = in.optionalInteger("severity_min");
        String text = in.optionalString("severity_text");
        Long start = TimeFields.nanos(in, "start_time");
        Long end = TimeFields.nanos(in, "end_time");
        return log -> isWanted(traceId, log.context().traceId())
                && isWanted(spanId, log.context().spanId())
                && (severity == null || log.severity().number() >= severity)
                && (text == null || log.severity().text().equalsIgnoreCase(text))
                && (start == null || !TimeFields.isBefore(log.unixNano(), start))
                && (end == null || !TimeFields.isBefore(end, log.unixNano()));
    }

    private static boolean isWanted(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private Outcome clear(Invocation call) {
        CLEAR.read(call.payload());
        if (!records.keepsLogs()) {
            return Outcome.value(NOTHING_TO_CLEAR);
        }
        records.clearLogs();
        return Outcome.value(SUCCESS);
    }
}
