package dev.iii.sdk.trigger;

import org.jspecify.annotations.Nullable;

/** A trigger of a type that has no builder. */
record AnyTrigger(String type, @Nullable Object config) implements Trigger {

    AnyTrigger {
        if (type.isBlank()) {
            throw new IllegalArgumentException("trigger type is blank");
        }
    }
}
