package dev.iii.stub.telemetry.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log. Immutable.
 *
 * @param unixNano when it was written, in nanoseconds since 1970, 0 for not told
 * @param observedUnixNano when it was first seen
 * @param severity how bad it is
 * @param body the text; what was no text stands here as JSON
 * @param attributes facts: text, {@code Long}, {@code Double}, {@code Boolean}, lists and maps of them, or null
 * @param context the span it belongs to
 * @param origin who wrote it
 */
public record LogRecord(
        long unixNano,
        long observedUnixNano,
        Severity severity,
        String body,
        Map<String, @Nullable Object> attributes,
        Context context,
        Origin origin) {

    /** Keeps a copy of the attributes. */
    public LogRecord {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * How bad it is.
     *
     * @param number from 1 to 24 as OpenTelemetry has it, 0 for not told
     * @param text for example {@code WARN}, empty for not told
     */
    public record Severity(int number, String text) {}

    /**
     * The span that a line belongs to.
     *
     * @param traceId the trace
     * @param spanId the span
     */
    public record Context(
            @Nullable String traceId, @Nullable String spanId) {}

    /**
     * Who wrote a line.
     *
     * @param serviceName its service
     * @param resource facts about the service
     * @param scope the instrumentation
     */
    public record Origin(String serviceName, Map<String, String> resource, Scope scope) {

        /** Keeps a copy of the resource. */
        public Origin {
            resource = Collections.unmodifiableMap(new LinkedHashMap<>(resource));
        }
    }
}
