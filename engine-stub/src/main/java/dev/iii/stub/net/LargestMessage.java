package dev.iii.stub.net;

import dev.iii.transport.Limits;

/** The largest message that the stub sends. */
public final class LargestMessage {

    /** A message exists several times while it is made and sent. */
    private static final int HEAP_SHARE = 8;

    private LargestMessage() {}

    /** Returns the maximum size for a connection with these limits: what fits into its outbox, and into the heap. */
    public static long of(Limits limits) {
        return Math.min(limits.maxOutboxBytes(), Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }
}
