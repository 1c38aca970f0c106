package dev.iii.sdk.trigger;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ToJson;
import java.util.Map;

/**
 * Whether a consumer may join a stream: the answer of functions that are bound to a {@link StreamJoinTrigger}.
 * Immutable.
 */
public enum JoinDecision implements ToJson {
    /** It gets what is there and what happens. */
    ALLOW,
    /** It gets the event {@code unauthorized} and nothing else. */
    REFUSE;

    @Override
    public Json toJson() {
        return Json.object(Map.of("unauthorized", Json.of(this == REFUSE)));
    }
}
