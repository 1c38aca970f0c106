package dev.iii.eventsourcing.internal.command;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the commands of one stream run one after the other in this program. Correctness does not depend on it, because the log
 * decides which event was first. It avoids appends that would come second. Thread-safe.
 */
final class StreamTurns {

    /** The lock of a stream. It exists only while commands of the stream run or wait. */
    private static final class Turn {
        final ReentrantLock lock = new ReentrantLock(true);
        /** The number of commands that run or wait. Changed only within {@link ConcurrentHashMap#compute}. */
        int users;
    }

    private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

    /**
     * Waits for the turn of a command. If it returns {@code true}, the caller must call {@link #end}.
     *
     * @return {@code false} if the turn did not come within the time
     */
    boolean begin(String stream, Duration patience) throws InterruptedException {
        Turn turn = turns.compute(stream, (key, known) -> {
            Turn used = known == null ? new Turn() : known;
            used.users++;
            return used;
        });
        boolean acquired = false;
        try {
            acquired = turn.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!acquired) {
                leave(stream);
            }
        }
        return acquired;
    }

    /** Ends the turn of a command. */
    void end(String stream) {
        Turn turn = turns.get(stream);
        if (turn == null) {
            throw new IllegalStateException("no command of stream " + stream + " has its turn");
        }
        turn.lock.unlock();
        leave(stream);
    }

    private void leave(String stream) {
        turns.computeIfPresent(stream, (key, turn) -> --turn.users == 0 ? null : turn);
    }
}
