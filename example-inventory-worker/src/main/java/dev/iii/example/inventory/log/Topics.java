package dev.iii.example.inventory.log;

import java.util.List;

/** The topics on which events are published. */
public final class Topics {

    static final String PREFIX = "inventory.";

    /** All topics. */
    public static final List<String> ALL = List.of(PREFIX + EventTypes.ITEM_ADDED, PREFIX + EventTypes.ITEM_SOLD);

    private Topics() {}
}
