package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelMessage;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The reading end. Buffers some messages and pauses the socket while the buffer is full. */
final class SocketReader extends ChannelSocket implements ChannelReader {

    private static final int MAX_BUFFERED_BYTES = 512 * 1024;
    private static final int MESSAGE_OVERHEAD_BYTES = 64;

    // Accessed with the lock. Not @GuardedBy: the checks do not see that conditions are tested with the lock.
    private final Queue<ChannelMessage> buffered = new ArrayDeque<>();
    private int bufferedBytes;
    private boolean paused;
    private @Nullable Runnable onChange;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    SocketReader(ChannelOpener opener, ChannelRef ref) {
        super(opener, ref, DEFAULT_IDLE_TIMEOUT);
    }

    @Override
    public ChannelRef ref() {
        return reference();
    }

    @Override
    public ChannelReader idleTimeout(Duration longest) {
        setIdleTimeout(longest);
        return this;
    }

    @Override
    public Optional<ChannelMessage> next() throws ChannelException {
        lock().lock();
        try {
            connectOnce();
            await(() -> !buffered.isEmpty() || closed() != null, "nothing was received");
            ChannelMessage message = poll();
            if (message == null) {
                throwIfFailed();
            }
            return Optional.ofNullable(message);
        } finally {
            lock().unlock();
        }
    }

    /** Returns the next buffered message; {@code null} if there is none. The caller must hold the lock. */
    @Nullable
    ChannelMessage poll() {
        ChannelMessage message = buffered.poll();
        if (message != null) {
            bufferedBytes -= size(message);
            Connection open = connection();
            if (paused && bufferedBytes < MAX_BUFFERED_BYTES / 2 && open != null) {
                paused = false;
                open.resumeReading();
            }
        }
        return message;
    }

    /** Returns {@code true} if no further message can arrive. The caller must hold the lock. */
    boolean isExhausted() {
        return buffered.isEmpty() && closed() != null;
    }

    private void throwIfFailed() throws ChannelException {
        Closing closing = closed();
        boolean closedHere = closing != null && !closing.opened() && closing.code() == Closing.NORMAL;
        if (closing != null && !closedHere && !isNormal(closing)) {
            throw failureOf(closing);
        }
    }

    /**
     * Returns the reason why the channel was closed; {@code null} if the writer has closed it. The caller must hold the
     * lock.
     */
    @Nullable
    ChannelException failure() {
        try {
            throwIfFailed();
            return null;
        } catch (ChannelException e) {
            return e;
        }
    }

    /**
     * Sets a callback that runs after every message and when the channel is closed. It runs on the event loop and must
     * not block.
     */
    void onChange(Runnable callback) {
        lock().lock();
        try {
            onChange = callback;
            connectOnce();
        } finally {
            lock().unlock();
        }
    }

    /** Removes the callback. */
    void removeCallback() {
        lock().lock();
        try {
            onChange = null;
        } finally {
            lock().unlock();
        }
    }

    /** Returns the memory that a message uses in the buffer. Empty messages count, too. */
    private static int size(ChannelMessage message) {
        return MESSAGE_OVERHEAD_BYTES
                + (message instanceof ChannelMessage.Bytes bytes
                        ? bytes.bytes().length
                        : ((ChannelMessage.Text) message).text().length());
    }

    @Override
    public InputStream inputStream() {
        return new ChannelInputStream(this);
    }

    @Override
    public Flow.Publisher<ChannelMessage> messages() {
        return new MessagePublisher(this);
    }

    @Override
    public void onText(Connection from, byte[] utf8) {
        receive(from, new ChannelMessage.Text(new String(utf8, StandardCharsets.UTF_8)));
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        receive(from, new ChannelMessage.Bytes(bytes));
    }

    /** Returns {@code true} on the first call for this end, for whichever of its publishers. */
    boolean isFirstSubscriber() {
        return subscribed.compareAndSet(false, true);
    }

    private void receive(Connection from, ChannelMessage message) {
        Runnable callback;
        lock().lock();
        try {
            buffered.add(message);
            bufferedBytes += size(message);
            if (!paused && bufferedBytes >= MAX_BUFFERED_BYTES) {
                paused = true;
                from.pauseReading();
            }
            signalChanged();
            callback = onChange;
        } finally {
            lock().unlock();
        }
        if (callback != null) {
            callback.run();
        }
    }

    @Override
    public void onClosed(Closing closing) {
        super.onClosed(closing);
        Runnable callback;
        lock().lock();
        try {
            callback = onChange;
        } finally {
            lock().unlock();
        }
        if (callback != null) {
            callback.run();
        }
    }

    @Override
    public void close() {
        lock().lock();
        try {
            buffered.clear();
            bufferedBytes = 0;
            Connection open = connection();
            markClosed();
            if (open != null) {
                open.close(Closing.NORMAL, "");
            }
        } finally {
            lock().unlock();
        }
    }

    @Override
    public String toString() {
        return "ChannelReader[" + reference() + "]";
    }
}
