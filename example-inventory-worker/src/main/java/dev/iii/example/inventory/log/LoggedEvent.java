package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Event;
import dev.iii.sdk.json.Json;

/**
 * An event as it stands in the log and as it is published.
 *
 * @param id unique and growing within the SKU: {@code SKU:number}
 * @param sku the item
 * @param seq its number in the log of the SKU: 1, 2, 3, without a gap
 * @param commandId the command that caused it; unique, so it tells two that want the same number apart
 * @param at when, in milliseconds since 1970 UTC
 * @param type {@code item-added} or {@code item-sold}
 * @param version of the schema of the data
 * @param data the event itself
 */
public record LoggedEvent(
        String id, String sku, long seq, String commandId, long at, String type, int version, Json data) {

    /** An event that wants to be the one with this number. */
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

    /** What has happened. */
    public Event event() {
        return EventTypes.read(this);
    }

    /** Where it is published: {@code inventory.item-added} or {@code inventory.item-sold}. */
    public String topic() {
        return Topics.PREFIX + type;
    }
}
