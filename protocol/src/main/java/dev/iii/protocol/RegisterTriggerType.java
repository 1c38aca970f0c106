package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Worker to engine: this worker provides a trigger type (section 8). Immutable.
 *
 * @param id the name of the type
 * @param description a text for people
 * @param triggerRequestFormat JSON Schema of the config of a trigger
 * @param callRequestFormat JSON Schema of what a bound function gets
 * @param namespace where the type lives; absent for the namespace of the worker
 */
public record RegisterTriggerType(
        String id,
        String description,
        @Nullable RawJson triggerRequestFormat,
        @Nullable RawJson callRequestFormat,
        @Nullable String namespace)
        implements Frame {}
