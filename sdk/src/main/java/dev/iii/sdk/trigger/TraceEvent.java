package dev.iii.sdk.trigger;

import dev.iii.sdk.json.ReadBy;
import java.util.List;

/**
 * Spans have ended: the payload of functions that are bound to a {@link TraceTrigger} (engine behaviour, section 18).
 * Immutable.
 *
 * @param traceIds the traces that they belong to, sorted, each once
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.TraceEvents.class)
public record TraceEvent(List<String> traceIds) {

    /** Keeps a copy of the ids. */
    public TraceEvent {
        traceIds = List.copyOf(traceIds);
    }
}
