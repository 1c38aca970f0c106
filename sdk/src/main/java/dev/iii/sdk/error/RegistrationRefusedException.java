package dev.iii.sdk.error;

/** The engine refused a function or a trigger. The worker continues without it. */
public final class RegistrationRefusedException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates an exception.
     *
     * @param what the function or trigger, for example {@code function cmd::sell}
     * @param code the error code of the engine
     */
    public RegistrationRefusedException(String what, String code, String message) {
        super(what + " was refused (" + code + "): " + message, null);
        this.code = code;
    }

    /**
     * Returns the error code, for example {@code FUNCTION_NAMESPACE_CONFLICT} or {@code trigger_registration_failed}.
     */
    public String code() {
        return code;
    }
}
