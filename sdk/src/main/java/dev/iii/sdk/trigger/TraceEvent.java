package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.List;

/**
 * Spans have ended. This is the payload of functions that are bound to a {@link TraceTrigger} (engine behaviour,
 * section 18). Immutable.
 *
 * @param traceIds the ids of the traces that the spans belong to, sorted and without duplicates
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.TraceEvents.class)
public record TraceEvent(List<String> traceIds) implements JsonConvertible {

    /** Copies the ids. */
    public TraceEvent {
        traceIds = List.copyOf(traceIds);
    }

    @Override
    public Json toJson() {
        return EventWriters.trace(this);
    }
}
