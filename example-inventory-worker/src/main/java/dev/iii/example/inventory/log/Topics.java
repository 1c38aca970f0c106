package dev.iii.example.inventory.log;

import java.util.List;

/** Where events are published. */
public final class Topics {

    static final String PREFIX = "inventory.";

    /** All of them. */
    public static final List<String> ALL = List.of(PREFIX + EventTypes.ITEM_ADDED, PREFIX + EventTypes.ITEM_SOLD);

    private Topics() {}
}
