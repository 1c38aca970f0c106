package dev.iii.sdk.internal.session;

/** The runtime's side of a call: receives its outcome. */
@FunctionalInterface
public interface CallCompletion {

    /** Called once when the call has ended, on any thread. Must neither block nor run user code. */
    void done(Outcome outcome);
}
