package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Provider to engine: how a binding of its trigger type went; engine to worker: only when it failed (sections 7 and 8).
 * Immutable.
 *
 * @param id the trigger id
 * @param triggerType its type
 * @param functionId the function that it would have called
 * @param error why it was refused, {@code null} when it was accepted
 */
public record TriggerRegistrationResult(
        String id,
        String triggerType,
        String functionId,
        @Nullable ErrorBody error) implements Frame {}
