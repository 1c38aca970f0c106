package dev.iii.sdk.internal.invocation;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The maximum number of bytes of the calls that wait or run in a process. The limits of functions and workers count calls,
 * and would permit more large payloads than fit into the heap: an {@link OutOfMemoryError} would hit any call, and the
 * connection. Thread-safe.
 */
final class InvocationMemory {

    /** The calls of all workers of this process may use a quarter of the heap. */
    private static final int SHARE = 4;

    private static final InvocationMemory PROCESS =
            new InvocationMemory(Runtime.getRuntime().maxMemory() / SHARE);

    /**
     * The calls of one function. They may use at most as much as they leave free. So the calls of a slow function with large
     * payloads do not use up the memory for those of other functions. Thread-safe.
     */
    final class Account {

        private final AtomicLong held = new AtomicLong();

        /** Adds a call. Returns {@code false}, and adds nothing, if it does not fit. A call fits if there is no other. */
        boolean tryAdd(long bytes) {
            long total = all.addAndGet(bytes);
            long own = held.addAndGet(bytes);
            if (own <= limit - total || total == bytes) {
                return true;
            }
            remove(bytes);
            return false;
        }

        void remove(long bytes) {
            held.addAndGet(-bytes);
            all.addAndGet(-bytes);
        }
    }

    private final long limit;
    private final AtomicLong all = new AtomicLong();

    InvocationMemory(long limit) {
        this.limit = limit;
    }

    /** Returns the memory that all workers of this process share. */
    static InvocationMemory ofProcess() {
        return PROCESS;
    }

    /** Returns the account of a new function. */
    Account account() {
        return new Account();
    }
}
