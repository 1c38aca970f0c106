package dev.iii.example.inventory.log;

import dev.iii.example.inventory.domain.Event;
import dev.iii.example.inventory.domain.Event.ItemAdded;
import dev.iii.example.inventory.domain.Event.ItemSold;
import dev.iii.sdk.json.Json;

/**
 * The names of the event types in the logs. They are constants and do not depend on the class names, because the logs exist
 * longer than the classes.
 */
final class EventTypes {

    static final String ITEM_ADDED = "item-added";
    static final String ITEM_SOLD = "item-sold";

    /** The version of the event data. Code with a newer version must still read events with older versions. */
    static final int VERSION = 1;

    private EventTypes() {}

    static String nameOf(Event event) {
        if (event instanceof ItemAdded) {
            return ITEM_ADDED;
        }
        if (event instanceof ItemSold) {
            return ITEM_SOLD;
        }
        throw new IllegalArgumentException("there is no type name for the event " + event);
    }

    static Event read(LoggedEvent logged) {
        if (logged.version() != VERSION) {
            throw new IllegalStateException("event " + logged.id() + " has version " + logged.version()
                    + ", which this worker cannot read; start a newer version of the worker");
        }
        return switch (logged.type()) {
            case ITEM_ADDED -> read(logged, ItemAdded.class);
            case ITEM_SOLD -> read(logged, ItemSold.class);
            default ->
                throw new IllegalStateException("event " + logged.id() + " has the type " + logged.type()
                        + ", which this worker cannot read; start a newer version of the worker");
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
