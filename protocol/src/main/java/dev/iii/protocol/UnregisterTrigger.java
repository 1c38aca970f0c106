package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Removes a trigger. A worker sends it to the engine, and the engine sends it to the worker that provides the trigger
 * type. Idempotent (sections 7 and 8). Immutable.
 *
 * @param id the trigger id
 * @param triggerType the trigger type, or {@code null}
 */
public record UnregisterTrigger(String id, @Nullable String triggerType) implements Frame {}
