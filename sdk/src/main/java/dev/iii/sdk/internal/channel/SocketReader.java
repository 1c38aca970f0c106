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

/** The reading end: a few messages in memory, and a socket that is not read while there are enough. */
final class SocketReader extends ChannelSocket implements ChannelReader {

    private static final int ENOUGH = 512 * 1024;
    private static final int OVERHEAD = 64;

    // Guarded by the lock.
    private final Queue<ChannelMessage> waiting = new ArrayDeque<>();
    private int waitingBytes;
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
        patience(longest);
        return this;
    }

    @Override
    public Optional<ChannelMessage> next() throws ChannelException {
        lock().lock();
        try {
            dial();
            await(() -> !waiting.isEmpty() || closed() != null, "nothing came");
            ChannelMessage message = poll();
            if (message == null) {
                endOrThrow();
            }
            return Optional.ofNullable(message);
        } finally {
            lock().unlock();
        }
    }

    /** The next message that is there; under the lock. */
    @Nullable
    ChannelMessage poll() {
        ChannelMessage message = waiting.poll();
        if (message != null) {
            waitingBytes -= size(message);
            Connection open = connection();
            if (paused && waitingBytes < ENOUGH / 2 && open != null) {
                paused = false;
                open.resumeReading();
            }
        }
        return message;
    }

    /** Whether nothing will come any more; under the lock. */
    boolean isAtItsEnd() {
        return waiting.isEmpty() && closed() != null;
    }

    private void endOrThrow() throws ChannelException {
        Closing closing = closed();
        boolean gaveUp = closing != null && !closing.opened() && closing.code() == Closing.NORMAL;
        if (closing != null && !gaveUp && !isOrderly(closing)) {
            throw broken(closing);
        }
    }

    /** Why there is nothing more; {@code null} when the writer has closed. Under the lock. */
    @Nullable
    ChannelException failure() {
        try {
            endOrThrow();
            return null;
        } catch (ChannelException e) {
            return e;
        }
    }

    /** Is called after every message and at the end, on the loop; only hands over. */
    void onChange(Runnable callback) {
        lock().lock();
        try {
            onChange = callback;
            dial();
        } finally {
            lock().unlock();
        }
    }

    /** Nobody is to be called any more. */
    void forgetCallback() {
        lock().lock();
        try {
            onChange = null;
        } finally {
            lock().unlock();
        }
    }

    /** What it costs to keep it; an empty message costs something, too. */
    private static int size(ChannelMessage message) {
        return OVERHEAD
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
        take(from, new ChannelMessage.Text(new String(utf8, StandardCharsets.UTF_8)));
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        take(from, new ChannelMessage.Bytes(bytes));
    }

    /** Whether nobody has subscribed to it before, whichever publisher was asked. */
    boolean isFirstSubscriber() {
        return subscribed.compareAndSet(false, true);
    }

    private void take(Connection from, ChannelMessage message) {
        Runnable callback;
        lock().lock();
        try {
            waiting.add(message);
            waitingBytes += size(message);
            if (!paused && waitingBytes >= ENOUGH) {
                paused = true;
                from.pauseReading();
            }
            changed();
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
            waiting.clear();
            waitingBytes = 0;
            Connection open = connection();
            giveUp();
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
