package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The result of binding a function to a trigger. The provider of the trigger type sends every result to the engine; the
 * engine sends a result to the worker that registered the trigger only if it failed (sections 7 and 8). Immutable.
 *
 * @param id the trigger id
 * @param triggerType the trigger type
 * @param functionId the id of the function of the trigger
 * @param error the reason of the refusal, or {@code null} if the trigger was accepted
 */
public record TriggerRegistrationResult(
        String id,
        String triggerType,
        String functionId,
        @Nullable ErrorBody error) implements Frame {}
