package dev.iii.stub.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What goes wrong on the worker ports because somebody wants it so. Thread-safe. */
public final class LineFaults {

    private final Set<WorkerSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong results = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile int oneResultIn;
    private volatile boolean refusing;

    /** Nothing goes wrong. */
    public LineFaults() {
        // Declared so that it is part of the surface on purpose.
    }

    /** Ends the connections of workers without a closing handshake. */
    public void drop() {
        open.forEach(WorkerSocket::drop);
    }

    /** Leaves the connections of workers open; nothing goes through them any more. */
    public void mute() {
        open.forEach(WorkerSocket::mute);
    }

    /** Whether new connections are refused. */
    public void refuse(boolean refused) {
        refusing = refused;
    }

    /** Loses one in so many results of functions of workers; 0 for none. */
    public void loseResults(int oneIn) {
        results.set(0);
        oneResultIn = oneIn;
    }

    /** How many results were lost. */
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

    /** Whether the result that has come is to be lost. */
    boolean losesResult() {
        int oneIn = oneResultIn;
        if (oneIn == 0 || results.incrementAndGet() % oneIn != 0) {
            return false;
        }
        lost.incrementAndGet();
        return true;
    }
}
