package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Event;
import dev.iii.sdk.json.Json;

/**
 * An event in the form in which it is stored in the log and published. Immutable.
 *
 * @param id the unique id: {@code SKU:number}
 * @param sku the SKU of the item
 * @param seq the number of the event in the log of the SKU: 1, 2, 3, without gaps
 * @param commandId the unique id of the command; it distinguishes two entries with the same number
 * @param at the time of the event, in milliseconds since 1970-01-01T00:00Z
 * @param type the type: {@code item-added} or {@code item-sold}
 * @param version the version of the schema of {@code data}
 * @param data the {@link Event} as JSON
 */
public record LoggedEvent(
        String id, String sku, long seq, String commandId, long at, String type, int version, Json data) {

    /** Returns an entry for an event. It becomes part of the log if it is the first entry with this number. */
    public static LoggedEvent of(Event event, long seq, String commandId, long at) {
        return new LoggedEvent(
                event.sku() + ":" + seq,
                event.sku(),
                seq,
                commandId,
                at,
                EventTypes.nameOf(event),
                EventTypes.VERSION,
                Json.of(event));
    }

    /**
     * Reads the event from {@link #data}.
     *
     * @throws IllegalStateException if this program does not know the type or the version
     */
    public Event event() {
        return EventTypes.read(this);
    }

    /** Returns the topic of this event: {@code inventory.item-added} or {@code inventory.item-sold}. */
    public String topic() {
        return Topics.PREFIX + type;
    }
}
