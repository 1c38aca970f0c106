package dev.iii.stub.core.trigger;

import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a trigger type beside who provides it.
 *
 * @param id the name of the type
 * @param description a text for people
 * @param configFormat JSON Schema of the config of a trigger
 * @param callFormat JSON Schema of what a bound function gets
 */
public record TriggerTypeSpec(
        String id,
        String description,
        @Nullable RawJson configFormat,
        @Nullable RawJson callFormat) {

    public TriggerTypeSpec(String id, String description) {
        this(id, description, null, null);
    }
}
