package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.telemetry.Redaction;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.telemetry.WorkerLogger;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes to SLF4J first and then to the engine: through OpenTelemetry if the worker uses it, otherwise by calls of {@code
 * engine::log::*} without reply (engine behaviour, section 18).
 */
final class EngineLogger implements WorkerLogger {

    private static final int MAX_DATA_BYTES = 64 << 10;
    private static final int MAX_MESSAGE_CHARS = 64 << 10;
    /** A line with a message of this length fits into the smallest frame, even if every character needs six bytes. */
    private static final int SHORT_MESSAGE_CHARS = 4 << 10;

    private static final AttributeKey<String> DATA = AttributeKey.stringKey("log.data");

    private final Worker worker;
    private final org.slf4j.Logger local;
    private final @Nullable Logger bridge;

    EngineLogger(Worker worker, String name, @Nullable OpenTelemetry telemetry) {
        this.worker = worker;
        this.local = LoggerFactory.getLogger(name);
        this.bridge = telemetry == null ? null : telemetry.getLogsBridge().get(name);
    }

    @Override
    public void trace(String message, @Nullable Object data) {
        write(Level.TRACE, Severity.TRACE, message, data);
    }

    @Override
    public void debug(String message, @Nullable Object data) {
        write(Level.DEBUG, Severity.DEBUG, message, data);
    }

    @Override
    public void info(String message, @Nullable Object data) {
        write(Level.INFO, Severity.INFO, message, data);
    }

    @Override
    public void warn(String message, @Nullable Object data) {
        write(Level.WARN, Severity.WARN, message, data);
    }

    @Override
    public void error(String message, @Nullable Object data) {
        write(Level.ERROR, Severity.ERROR, message, data);
    }

    private void write(Level level, Severity severity, String message, @Nullable Object data) {
        Json shown = data == null ? null : shown(data);
        SpanContext span = Span.current().getSpanContext();
        var line = local.atLevel(level);
        if (span.isValid()) {
            line = line.addKeyValue("trace_id", span.getTraceId()).addKeyValue("span_id", span.getSpanId());
        }
        if (shown != null) {
            line = line.addKeyValue("data", shown.text());
        }
        line.log(message);
        try {
            if (bridge != null) {
                toTelemetry(bridge, severity, message, shown);
            } else {
                toEngine(severity, message, shown, span);
            }
        } catch (IiiException e) {
            local.debug("A log line does not reach the engine: {}", e.getMessage());
        }
    }

    /** Returns the data without secrets. Returns a string if the data is too long or cannot be written as JSON. */
    private Json shown(Object data) {
        Json json;
        try {
            json = worker.json(data);
        } catch (InvalidPayloadException e) {
            return Json.of("(not writable as JSON: " + data.getClass().getName() + ")");
        }
        Redaction.Shown shown = Redaction.of(JsonValue.raw(json), MAX_DATA_BYTES);
        return shown.truncated() ? Json.of(shown.json()) : Json.parse(shown.json());
    }

    private static void toTelemetry(Logger to, Severity severity, String message, @Nullable Json data) {
        LogRecordBuilder record = to.logRecordBuilder()
                .setSeverity(severity)
                .setSeverityText(severity.name())
                .setBody(message);
        if (data != null) {
            record.setAttribute(DATA, data.text());
        }
        record.emit();
    }

    private void toEngine(Severity severity, String message, @Nullable Json data, SpanContext span) {
        Map<String, Json> input = new LinkedHashMap<>();
        input.put("message", Json.of(FrameLimit.shortened(message, MAX_MESSAGE_CHARS)));
        input.put("service_name", Json.of(worker.name()));
        if (data != null) {
            input.put("data", data);
        }
        if (span.isValid()) {
            input.put("trace_id", Json.of(span.getTraceId()));
            input.put("span_id", Json.of(span.getSpanId()));
        }
        String function = "engine::log::" + severity.name().toLowerCase(Locale.ROOT);
        try {
            send(function, input);
        } catch (InvalidPayloadException tooLarge) {
            input.remove("data");
            input.put("message", Json.of(FrameLimit.shortened(message, SHORT_MESSAGE_CHARS)));
            send(function, input);
        }
    }

    /** Does not wait: logging must not delay the caller. */
    private void send(String function, Map<String, Json> input) {
        var unused = worker.triggerAsync(Call.to(function, Json.object(input)).withoutReply())
                .exceptionally(failure -> null);
    }
}
