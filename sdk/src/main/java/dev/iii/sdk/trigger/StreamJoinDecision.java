package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;

/**
 * Decides whether a consumer may join a stream. This is the result of functions that are bound to a
 * {@link StreamJoinTrigger}. Immutable.
 */
public enum StreamJoinDecision implements JsonConvertible {
    /** The consumer receives the current items and all later events. */
    ALLOW,
    /** The consumer receives only the event {@code unauthorized}. */
    REFUSE;

    @Override
    public Json toJson() {
        return new JsonObject().put("unauthorized", this == REFUSE).toJson();
    }
}
