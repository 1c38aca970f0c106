package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.runtime.HandlerThreads;
import dev.iii.sdk.internal.runtime.ManagedWait;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Common part of both ends: a socket that is opened on first use, and waiting for its events.
 *
 * <p>The lock guards all fields. It is never held during I/O, because the event loop acquires it, too.
 */
abstract class ChannelSocket implements ConnectionListener {

    private static final int NO_STATUS = 1005;

    private final ChannelOpener opener;
    private final ChannelRef ref;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Accessed with the lock. Not @GuardedBy: the checks do not see that conditions are tested with the lock.
    private boolean connectRequested;
    private @Nullable Connection connection;
    private @Nullable Closing closed;
    private volatile Duration idleTimeout;

    ChannelSocket(ChannelOpener opener, ChannelRef ref, Duration idleTimeout) {
        this.opener = opener;
        this.ref = ref;
        this.idleTimeout = idleTimeout;
    }

    /** A condition that is tested while the lock is held. */
    interface Check {
        boolean now();
    }

    final ChannelOpener opener() {
        return opener;
    }

    final ChannelRef reference() {
        return ref;
    }

    final void setIdleTimeout(Duration longest) {
        idleTimeout = Arguments.positive(longest, "idleTimeout");
    }

    final ReentrantLock lock() {
        return lock;
    }

    /**
     * Returns the open connection; {@code null} before it is opened and after it is closed. The caller must hold the
     * lock.
     */
    final @Nullable Connection connection() {
        return closed == null ? connection : null;
    }

    /** Returns the reason why this end is closed; {@code null} if it is not closed. The caller must hold the lock. */
    final @Nullable Closing closed() {
        return closed;
    }

    /** Opens the socket unless this end was used before. The caller must hold the lock. */
    final void connectOnce() {
        if (connectRequested) {
            return;
        }
        connectRequested = true;
        if (opener.isFirstUse(ref)) {
            opener.connect(ref, this);
        } else {
            closed = new Closing(Closing.ABNORMAL, "this worker has already used this end", false, false);
        }
    }

    /** Returns {@code true} if this end was used or closed. The caller must hold the lock. */
    final boolean isUsed() {
        return connectRequested;
    }

    /** Marks this end as closed, so that it will not connect. The caller must hold the lock. */
    final void markClosed() {
        connectRequested = true;
        if (closed == null) {
            closed = new Closing(Closing.NORMAL, "", false, false);
        }
        changed.signalAll();
    }

    /** Closes this end without waiting for messages that are not sent yet. The caller must hold the lock. */
    final void abortConnection() {
        Connection open = connection();
        if (open != null) {
            open.abort("aborted by this end");
        }
        markClosed();
    }

    /**
     * Waits until a condition is true. The caller must hold the lock; it is released while waiting.
     *
     * @param what the beginning of the message if the idle timeout expires
     */
    final void await(Check check, String what) throws ChannelException {
        if (check.now()) {
            return;
        }
        Duration longest = idleTimeout;
        // Progress may need another thread: a handler that uses the other end, or a callback thread for its subscriber.
        HandlerThreads counted = opener.threads().beginWait();
        try {
            long remaining = longest.toNanos();
            while (!check.now()) {
                if (remaining <= 0) {
                    throw new ChannelException(what + " within " + longest.toMillis() + " ms on " + ref);
                }
                remaining = ManagedWait.awaitNanos(changed, remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelException("the thread was interrupted while it waited for the channel " + ref);
        } finally {
            if (counted != null) {
                counted.endWait();
            }
        }
    }

    final Duration currentIdleTimeout() {
        return idleTimeout;
    }

    /** Wakes all waiting threads. The caller must hold the lock. */
    final void signalChanged() {
        changed.signalAll();
    }

    /** Returns {@code true} if the channel was closed normally, not by a failure. */
    static boolean isNormal(Closing closing) {
        return closing.opened() && (closing.code() == Closing.NORMAL || closing.code() == NO_STATUS);
    }

    /** Returns the exception for an end that could not be opened or was not closed normally. */
    final ChannelException failureOf(Closing closing) {
        String why = closing.reason().isEmpty() ? "code " + closing.code() : closing.reason();
        return new ChannelException(
                closing.opened()
                        ? "the channel broke: " + why + " on " + ref
                        : "the channel cannot be opened: " + why + " (an end can be used once) on " + ref);
    }

    @Override
    public void onOpen(Connection opened) {
        lock.lock();
        try {
            connection = opened;
            if (closed != null) {
                opened.close(Closing.NORMAL, "");
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDrained(Connection from) {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onClosed(Closing closing) {
        lock.lock();
        try {
            if (closed == null) {
                closed = closing;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
