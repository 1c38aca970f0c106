package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Binds a function to a trigger: worker to engine, or engine to the worker that provides the type (sections 7 and 8).
 * Immutable.
 *
 * @param id the trigger id, global on an engine
 * @param triggerType the type, for example {@code http}
 * @param functionId the function to call
 * @param config what the type needs to know; may be JSON null
 * @param metadata any JSON, delivered beside the payload
 * @param namespace where the function is looked up; absent means {@code default}
 * @param triggerNamespace where the provider of the type is looked up; absent means at home, then {@code default}
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
