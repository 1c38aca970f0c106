package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Engine to worker: a worker name or a function id belongs to another live worker (sections 2 and 6). Immutable.
 *
 * @param code {@code WORKER_NAMESPACE_CONFLICT} or {@code FUNCTION_NAMESPACE_CONFLICT}
 * @param namespace the namespace of the conflict
 * @param ownerWorkerId the worker that has it; empty for a reserved id
 * @param workerName the name in conflict
 * @param functionId the function id in conflict
 */
public record RegistrationRejected(
        String code,
        String namespace,
        String ownerWorkerId,
        @Nullable String workerName,
        @Nullable String functionId) implements Frame {}
