package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Removes a trigger: worker to engine, or engine to the worker that provides the trigger type; idempotent (sections 7
 * and 8). Immutable.
 *
 * @param id the trigger id
 * @param triggerType the type, optional
 */
public record UnregisterTrigger(String id, @Nullable String triggerType) implements Frame {}
