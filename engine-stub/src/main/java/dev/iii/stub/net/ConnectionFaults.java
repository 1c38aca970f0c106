package dev.iii.stub.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Faults on the worker ports that a test or a developer requested. Thread-safe. */
public final class ConnectionFaults {

    private final Set<WorkerSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong results = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile int oneResultIn;
    private volatile boolean refusing;

    /** Creates an instance without any fault. */
    public ConnectionFaults() {
        // Declared explicitly because the class is public.
    }

    /** Aborts the connections of all workers without a closing handshake. */
    public void drop() {
        open.forEach(WorkerSocket::drop);
    }

    /** Leaves the connections of all workers open, but no longer sends or receives anything on them. */
    public void mute() {
        open.forEach(WorkerSocket::mute);
    }

    /** Sets whether new connections of workers are refused. Default: {@code false}. */
    public void refuse(boolean refused) {
        refusing = refused;
    }

    /** Loses one in {@code oneIn} results of workers' functions. 0 loses none. Default: 0. */
    public void loseResults(int oneIn) {
        results.set(0);
        oneResultIn = oneIn;
    }

    /** Returns the number of results that were lost. */
    public long lostResults() {
        return lost.get();
    }

    void opened(WorkerSocket socket) {
        open.add(socket);
    }

    void closed(WorkerSocket socket) {
        open.remove(socket);
    }

    boolean refuses() {
        return refusing;
    }

    /** Counts a received result. Returns {@code true} if this result must be lost. */
    boolean losesResult() {
        int oneIn = oneResultIn;
        if (oneIn == 0 || results.incrementAndGet() % oneIn != 0) {
            return false;
        }
        lost.incrementAndGet();
        return true;
    }
}
