package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A line of a log: the payload of functions that are bound to a {@link LogTrigger} (engine behaviour, section 18). The
 * same line may come twice, as the record of a worker and as the engine's own. Immutable.
 *
 * @param time when it was written
 * @param observed when it was collected
 * @param severityNumber as OpenTelemetry counts, 1 to 24; 0 when not known
 * @param severityText for example {@code WARN}
 * @param body the text
 * @param attributes what was written with it
 * @param traceId the trace that it belongs to
 * @param spanId the span that it belongs to
 * @param serviceName who wrote it
 * @param resource what is known of who wrote it
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.LogRecords.class)
public record LogRecord(
        Instant time,
        Instant observed,
        int severityNumber,
        String severityText,
        String body,
        Map<String, Json> attributes,
        Optional<String> traceId,
        Optional<String> spanId,
        String serviceName,
        Map<String, String> resource) {

    /** Keeps copies of the attributes and resource. */
    public LogRecord {
        attributes = Map.copyOf(attributes);
        resource = Map.copyOf(resource);
    }
}
