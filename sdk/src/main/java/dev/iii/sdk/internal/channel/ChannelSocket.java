package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.runtime.ManagedWait;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What both ends have in common: a socket that is opened by the first use, and threads that wait for it to do something.
 *
 * <p>The lock guards everything; it is held for memory work only, on the loop too.
 */
abstract class ChannelSocket implements ConnectionListener {

    private static final int NO_STATUS = 1005;

    private final ChannelOpener opener;
    private final ChannelRef ref;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private boolean dialled;
    private @Nullable Connection connection;
    private @Nullable Closing closed;
    private volatile Duration idleTimeout;

    ChannelSocket(ChannelOpener opener, ChannelRef ref, Duration idleTimeout) {
        this.opener = opener;
        this.ref = ref;
        this.idleTimeout = idleTimeout;
    }

    /** Something that is true or not, under the lock. */
    interface Check {
        boolean now();
    }

    final ChannelOpener opener() {
        return opener;
    }

    final ChannelRef reference() {
        return ref;
    }

    final void patience(Duration longest) {
        idleTimeout = Arguments.positive(longest, "idleTimeout");
    }

    final ReentrantLock lock() {
        return lock;
    }

    /** The open connection; {@code null} before and after. Under the lock. */
    final @Nullable Connection connection() {
        return closed == null ? connection : null;
    }

    /** Under the lock. */
    final @Nullable Closing closed() {
        return closed;
    }

    /** Opens the socket if nobody has. Under the lock. */
    final void dial() {
        if (dialled) {
            return;
        }
        dialled = true;
        if (opener.isFirstUse(ref)) {
            opener.connect(ref, this);
        } else {
            closed = new Closing(Closing.ABNORMAL, "this worker has used it already", false, false);
        }
    }

    /** Whether it is, or was, in use. Under the lock. */
    final boolean isUsed() {
        return dialled;
    }

    /** It will not be used. Under the lock. */
    final void giveUp() {
        dialled = true;
        if (closed == null) {
            closed = new Closing(Closing.NORMAL, "", false, false);
        }
        changed.signalAll();
    }

    /** What is on its way need not arrive any more. Under the lock. */
    final void abandon() {
        Connection open = connection();
        if (open != null) {
            open.abort("given up by this end");
        }
        giveUp();
    }

    /** Waits until the check is true; under the lock, which is given back meanwhile. */
    final void await(Check check, String what) throws ChannelException {
        if (check.now()) {
            return;
        }
        Duration longest = idleTimeout;
        // What this waits for may need a thread for handlers: a subscriber at the other end, for example.
        boolean handler = opener.threads().beginWait();
        try {
            long left = longest.toNanos();
            while (!check.now()) {
                if (left <= 0) {
                    throw new ChannelException(what + " within " + longest.toMillis() + " ms on " + ref);
                }
                left = ManagedWait.awaitNanos(changed, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChannelException("interrupted while waiting on " + ref);
        } finally {
            if (handler) {
                opener.threads().endWait();
            }
        }
    }

    final Duration patience() {
        return idleTimeout;
    }

    /** Wakes who waits. Under the lock. */
    final void changed() {
        changed.signalAll();
    }

    /** Whether the connection ended as channels do. */
    static boolean isOrderly(Closing closing) {
        return closing.opened() && (closing.code() == Closing.NORMAL || closing.code() == NO_STATUS);
    }

    final ChannelException broken(Closing closing) {
        String why = closing.reason().isEmpty() ? "code " + closing.code() : closing.reason();
        return new ChannelException(
                closing.opened()
                        ? "the channel broke: " + why + " on " + ref
                        : "the channel cannot be opened: " + why + " (an end is good for one use) on " + ref);
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
