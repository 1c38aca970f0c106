package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Tells a worker that its name or a function id belongs to another connected worker (sections 2 and 6). Immutable.
 *
 * @param code {@code WORKER_NAMESPACE_CONFLICT} or {@code FUNCTION_NAMESPACE_CONFLICT}
 * @param namespace the namespace of the conflict
 * @param ownerWorkerId the id of the worker that owns the name or function; empty for a reserved id
 * @param workerName the worker name in conflict, or {@code null}
 * @param functionId the function id in conflict, or {@code null}
 */
public record RegistrationRejected(
        String code,
        String namespace,
        String ownerWorkerId,
        @Nullable String workerName,
        @Nullable String functionId) implements Frame {}
