package dev.iii.stub.core.trigger;

/** A trigger's config does not fit. The message is for the one who registered the trigger. Carries no stack trace. */
public final class TriggerRejected extends Exception {

    private static final long serialVersionUID = 1L;

    public TriggerRejected(String message) {
        super(message, null, false, false);
    }
}
