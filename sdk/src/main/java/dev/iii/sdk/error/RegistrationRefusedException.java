package dev.iii.sdk.error;

/** The engine refused a function or a trigger; the worker itself goes on. */
public final class RegistrationRefusedException extends IiiException {

    private static final long serialVersionUID = 1L;

    private final String code;

    public RegistrationRefusedException(String what, String code, String message) {
        super(what + " was refused (" + code + "): " + message, null);
        this.code = code;
    }

    /** For example {@code FUNCTION_NAMESPACE_CONFLICT} or {@code trigger_registration_failed}. */
    public String code() {
        return code;
    }
}
