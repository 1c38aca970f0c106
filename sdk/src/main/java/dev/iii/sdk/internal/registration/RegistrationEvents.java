package dev.iii.sdk.internal.registration;

import dev.iii.protocol.ErrorBody;

/** Receives the changes of registrations and the requests of their users. Must neither block nor run user code. */
public interface RegistrationEvents {

    /** The engine has accepted it. */
    void confirmed(RegistrationHandle registration);

    /** Another worker owns the function. */
    void standby(RegistrationHandle registration, String ownerWorkerId);

    /** The trigger waits for its function. */
    void held(RegistrationHandle registration);

    /** The engine has refused it for the first time. */
    void refused(RegistrationHandle registration, ErrorBody error);

    /**
     * The engine has refused it again.
     *
     * @param last whether it is not registered again on this connection
     */
    void refusedAgain(RegistrationHandle registration, ErrorBody error, boolean last);

    /** The user unregisters it. */
    void unregister(RegistrationHandle registration);
}
