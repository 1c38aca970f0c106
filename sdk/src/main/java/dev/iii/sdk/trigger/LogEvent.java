package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A log record. It is the payload of functions that are bound to a {@link LogTrigger} (engine behaviour, section 18).
 * The same line may be delivered twice, as the record of a worker and as the engine's own record. Immutable.
 *
 * @param time the time at which the record was written
 * @param observed the time at which the engine received the record
 * @param severityNumber the severity number of OpenTelemetry, 1 to 24; 0 if it is unknown
 * @param severityText the name of the severity, for example {@code WARN}
 * @param body the message
 * @param attributes the structured data of the record
 * @param traceId the id of the trace that the record belongs to
 * @param spanId the id of the span that the record belongs to
 * @param serviceName the name of the service that wrote the record
 * @param resource the attributes of that service
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.LogRecords.class)
public record LogEvent(
        Instant time,
        Instant observed,
        int severityNumber,
        String severityText,
        String body,
        Map<String, Json> attributes,
        Optional<String> traceId,
        Optional<String> spanId,
        String serviceName,
        Map<String, String> resource)
        implements JsonConvertible {

    /** Copies the attributes and the resource. */
    public LogEvent {
        attributes = Map.copyOf(attributes);
        resource = Map.copyOf(resource);
    }

    @Override
    public Json toJson() {
        return EventWriters.log(this);
    }
}
