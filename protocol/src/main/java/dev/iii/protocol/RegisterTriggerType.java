package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Registers a trigger type that this worker provides (section 8). Immutable.
 *
 * @param id the name of the trigger type
 * @param description a human-readable description
 * @param triggerRequestFormat the JSON Schema of the config of a trigger
 * @param callRequestFormat the JSON Schema of the payload that a bound function receives
 * @param namespace the namespace of the trigger type; {@code null} means the namespace of the worker
 */
public record RegisterTriggerType(
        String id,
        String description,
        @Nullable RawJson triggerRequestFormat,
        @Nullable RawJson callRequestFormat,
        @Nullable String namespace)
        implements Frame {}
