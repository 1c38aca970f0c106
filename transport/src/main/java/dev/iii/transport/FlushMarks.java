package dev.iii.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The connections that an event loop has to flush. Any thread may mark a connection: user code may still send when its thread
 * has lost the reading. Such a thread marks first, and looks then whether it still reads ({@link LoopThreads#holds}). If it
 * does not, it flushes the connection itself. Thread-safe.
 */
final class FlushMarks {

    /** Something whose messages are written together. */
    abstract static class Flushable {

        /**
         * The marks that contain this connection, to avoid most duplicates. Another loop may overwrite it, which only causes
         * a flush of an empty outbox.
         */
        private volatile @Nullable FlushMarks markedIn;

        /** Writes the queued messages. Never throws. */
        abstract void flushNow();
    }

    private final ConcurrentLinkedQueue<Flushable> marked = new ConcurrentLinkedQueue<>();

    void mark(Flushable connection) {
        if (connection.markedIn != this) {
            connection.markedIn = this;
            marked.add(connection);
        }
    }

    /** Flushes the marked connections. Called by the thread that reads. */
    void flush() {
        Flushable connection;
        while ((connection = marked.poll()) != null) {
            // First the mark: messages that are queued from now on mark the connection again.
            connection.markedIn = null;
            connection.flushNow();
        }
    }
}
