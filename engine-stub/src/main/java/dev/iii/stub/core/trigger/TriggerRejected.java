package dev.iii.stub.core.trigger;

/** Thrown if the config of a trigger is invalid. The message is for the caller that registers it. Has no stack trace. */
public final class TriggerRejected extends Exception {

    private static final long serialVersionUID = 1L;

    public TriggerRejected(String message) {
        super(message, null, false, false);
    }
}
