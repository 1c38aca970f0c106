package dev.iii.sdk.internal.worker;

import dev.iii.protocol.ErrorBody;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.internal.registration.RegistrationHandle;

/** Creates the exceptions for registrations that the engine has refused. */
final class RefusedRegistrations {

    private static final String CONFLICT = "FUNCTION_NAMESPACE_CONFLICT";

    private RefusedRegistrations() {}

    static RegistrationRefusedException of(RegistrationHandle handle, ErrorBody error) {
        return new RegistrationRefusedException(handle.toString(), error.code(), error.message());
    }

    /** @param owner a description of the worker that owns the function id */
    static RegistrationRefusedException ofConflict(RegistrationHandle handle, String owner, String namespace) {
        String message = "the function id belongs to " + owner + " in namespace " + namespace
                + "; stop that worker, use another function id, or start this worker with standby(true)";
        return new RegistrationRefusedException(handle.toString(), CONFLICT, message);
    }
}
