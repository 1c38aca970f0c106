package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.sdk.json.Json;

/**
 * How events are called outside of Java. The names stand in logs that outlive every class, so they are written down here
 * and not taken from the classes.
 */
final class EventTypes {

    static final String ITEM_ADDED = "item-added";
    static final String ITEM_SOLD = "item-sold";

    /** The schema of the data. A reader of a newer one still reads the older ones. */
    static final int VERSION = 1;

    private EventTypes() {}

    static String nameOf(Event event) {
        if (event instanceof ItemAdded) {
            return ITEM_ADDED;
        }
        if (event instanceof ItemSold) {
            return ITEM_SOLD;
        }
        throw new IllegalArgumentException("no name for " + event);
    }

    static Event read(LoggedEvent logged) {
        if (logged.version() != VERSION) {
            throw new IllegalStateException("event " + logged.id() + " has version " + logged.version()
                    + ", which this worker does not know; start a newer one");
        }
        return switch (logged.type()) {
            case ITEM_ADDED -> read(logged, ItemAdded.class);
            case ITEM_SOLD -> read(logged, ItemSold.class);
            default ->
                throw new IllegalStateException("event " + logged.id() + " is of type " + logged.type()
                        + ", which this worker does not know; start a newer one");
        };
    }

    private static Event read(LoggedEvent logged, Class<? extends Event> type) {
        Json data = logged.data();
        Event event = data.as(type);
        if (event == null) {
            throw new IllegalStateException("event " + logged.id() + " has no data");
        }
        return event;
    }
}
