package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Binds a function to a trigger. A worker sends it to the engine, and the engine sends it to the worker that provides the
 * trigger type (sections 7 and 8). Immutable.
 *
 * @param id the trigger id, which is unique on an engine
 * @param triggerType the trigger type, for example {@code http}
 * @param functionId the id of the function to call
 * @param config the settings of the trigger; may be JSON null
 * @param metadata any JSON, delivered to the function together with the payload
 * @param namespace the namespace of the function; {@code null} means {@code default}
 * @param triggerNamespace the namespace of the provider; {@code null} means the worker's own, then {@code default}
 */
public record RegisterTrigger(
        String id,
        String triggerType,
        String functionId,
        RawJson config,
        @Nullable RawJson metadata,
        @Nullable String namespace,
        @Nullable String triggerNamespace)
        implements Frame {}
