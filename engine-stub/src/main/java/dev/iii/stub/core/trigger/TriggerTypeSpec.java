package dev.iii.stub.core.trigger;

import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * The id, description and schemas of a trigger type. Immutable.
 *
 * @param id the id of the type
 * @param description a human-readable description
 * @param configFormat JSON Schema of the config of a trigger
 * @param callFormat JSON Schema of the payload for a bound function
 * @param responseFormat JSON Schema of the result of a bound function
 */
public record TriggerTypeSpec(
        String id,
        String description,
        @Nullable RawJson configFormat,
        @Nullable RawJson callFormat,
        @Nullable RawJson responseFormat) {

    public TriggerTypeSpec(String id, String description) {
        this(id, description, null, null, null);
    }

    public TriggerTypeSpec(
            String id, String description, @Nullable RawJson configFormat, @Nullable RawJson callFormat) {
        this(id, description, configFormat, callFormat, null);
    }
}
