package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.json.JsonValue;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.telemetry.LogBridge;
import dev.iii.sdk.internal.telemetry.Redaction;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.telemetry.WorkerLogger;
import io.opentelemetry.api.OpenTelemetry;
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

    private final Worker worker;
    private final org.slf4j.Logger local;
    private final @Nullable LogBridge bridge;

    EngineLogger(Worker worker, String name, @Nullable OpenTelemetry telemetry) {
        this.worker = worker;
        this.local = LoggerFactory.getLogger(name);
        this.bridge = telemetry == null ? null : LogBridge.of(telemetry, name);
    }

    @Override
    public void trace(String message, @Nullable Object data) {
        write(Level.TRACE, message, data);
    }

    @Override
    public void debug(String message, @Nullable Object data) {
        write(Level.DEBUG, message, data);
    }

    @Override
    public void info(String message, @Nullable Object data) {
        write(Level.INFO, message, data);
    }

    @Override
    public void warn(String message, @Nullable Object data) {
        write(Level.WARN, message, data);
    }

    @Override
    public void error(String message, @Nullable Object data) {
        write(Level.ERROR, message, data);
    }

    private void write(Level level, String message, @Nullable Object data) {
        Json shown = data == null ? null : shown(data);
        Tracing.SpanIds span = Tracing.currentSpan();
        var line = local.atLevel(level);
        if (span != null) {
            line = line.addKeyValue("trace_id", span.traceId()).addKeyValue("span_id", span.spanId());
        }
        if (shown != null) {
            line = line.addKeyValue("data", shown.text());
        }
        line.log(message);
        try {
            if (bridge != null) {
                bridge.write(level, message, shown);
            } else {
                toEngine(level, message, shown, span);
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

    private void toEngine(Level level, String message, @Nullable Json data, Tracing.@Nullable SpanIds span) {
        Map<String, Json> input = new LinkedHashMap<>();
        input.put("message", Json.of(FrameLimit.shortened(message, MAX_MESSAGE_CHARS)));
        input.put("service_name", Json.of(worker.name()));
        if (data != null) {
            input.put("data", data);
        }
        if (span != null) {
            input.put("trace_id", Json.of(span.traceId()));
            input.put("span_id", Json.of(span.spanId()));
        }
        String function = "engine::log::" + level.name().toLowerCase(Locale.ROOT);
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
