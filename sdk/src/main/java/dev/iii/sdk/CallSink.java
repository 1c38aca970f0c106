package dev.iii.sdk;

import dev.iii.sdk.internal.session.Outcome;

/** Who waits for a call. */
interface CallSink {

    /** The call has ended; exactly once, on any thread, without running user code there. */
    void done(Outcome outcome);
}
