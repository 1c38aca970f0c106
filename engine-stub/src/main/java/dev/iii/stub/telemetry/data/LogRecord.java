package dev.iii.stub.telemetry.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log line. Immutable.
 *
 * @param unixNano the time when the line was written, in nanoseconds since 1970; 0 if unknown
 * @param observedUnixNano the time when the line was first seen, in nanoseconds since 1970
 * @param severity the severity
 * @param body the message; a body that is not a string is JSON
 * @param attributes the attributes; values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, lists and
 *     maps of them, or {@code null}
 * @param context the span to which the line belongs
 * @param origin the source of the line
 */
public record LogRecord(
        long unixNano,
        long observedUnixNano,
        Severity severity,
        String body,
        Map<String, @Nullable Object> attributes,
        Context context,
        Origin origin) {

    /** Copies the attributes. */
    public LogRecord {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * The severity of a log line.
     *
     * @param number the OpenTelemetry severity from 1 to 24; 0 if unknown
     * @param text the severity as a word, for example {@code WARN}; empty if unknown
     */
    public record Severity(int number, String text) {}

    /**
     * The span to which a log line belongs.
     *
     * @param traceId the trace id; {@code null} for none
     * @param spanId the span id; {@code null} for none
     */
    public record Context(
            @Nullable String traceId, @Nullable String spanId) {}

    /**
     * The source of a log line.
     *
     * @param serviceName the name of the service
     * @param resource the attributes of the service
     * @param scope the instrumentation
     */
    public record Origin(String serviceName, Map<String, String> resource, Scope scope) {

        /** Copies the resource. */
        public Origin {
            resource = Collections.unmodifiableMap(new LinkedHashMap<>(resource));
        }
    }
}
