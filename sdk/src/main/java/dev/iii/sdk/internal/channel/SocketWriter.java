package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;

/** The writing end: what the reader has not taken fills the outbox of the socket, and then writes wait. */
final class SocketWriter extends ChannelSocket implements ChannelWriter {

    private static final int PIECE = 64 * 1024;
    private static final int MAX_TEXT = 1024 * 1024;

    /** Guarded by the lock: {@link #close} has been called. */
    private boolean ended;

    SocketWriter(ChannelOpener opener, ChannelRef ref) {
        super(opener, ref, DEFAULT_IDLE_TIMEOUT);
    }

    @Override
    public ChannelRef ref() {
        return reference();
    }

    @Override
    public ChannelWriter idleTimeout(Duration longest) {
        patience(longest);
        return this;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ChannelException {
        Objects.checkFromIndexSize(offset, length, Arguments.notNull(bytes, "bytes").length);
        for (int done = 0; done < length; done += PIECE) {
            int from = offset + done;
            int count = Math.min(PIECE, length - done);
            send(connection -> connection.sendBinary(bytes, from, count, Lane.DATA));
        }
    }

    @Override
    public void sendText(String text) throws ChannelException {
        byte[] utf8 = Arguments.notNull(text, "text").getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_TEXT) {
            throw new ChannelException(
                    "a text of " + utf8.length + " bytes is too large for a channel; it takes " + MAX_TEXT);
        }
        send(connection -> connection.sendText(utf8, 0, utf8.length, Lane.DATA));
    }

    private void use() {
        lock().lock();
        try {
            dial();
        } finally {
            lock().unlock();
        }
    }

    private interface Send {
        SendResult by(Connection connection);
    }

    private void send(Send send) throws ChannelException {
        Connection connection;
        lock().lock();
        try {
            if (ended) {
                throw new ChannelException("this end was closed: " + reference());
            }
            dial();
            SendResult[] result = {SendResult.FULL};
            await(
                    () -> {
                        Connection open = connection();
                        if (open != null) {
                            result[0] = send.by(open);
                        }
                        return closed() != null || result[0] != SendResult.FULL;
                    },
                    "the reader took nothing");
            Closing closing = closed();
            if (closing != null || result[0] == SendResult.CLOSED) {
                throw closing == null || isOrderly(closing)
                        ? new ChannelException("the channel is closed: nobody reads " + reference())
                        : broken(closing);
            }
            connection = Objects.requireNonNull(connection());
        } finally {
            lock().unlock();
        }
        connection.flush();
    }

    @Override
    public OutputStream outputStream() {
        use();
        return new BufferedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws ChannelException {
                        SocketWriter.this.write(new byte[] {(byte) b});
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws ChannelException {
                        SocketWriter.this.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws ChannelException {
                        SocketWriter.this.close();
                    }
                },
                PIECE);
    }

    @Override
    public Flow.Subscriber<ByteBuffer> subscriber() {
        use();
        return new WritingSubscriber(this, opener().threads());
    }

    @Override
    public void onText(Connection from, byte[] utf8) {
        // A reader says nothing.
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        // A reader says nothing.
    }

    @Override
    public void close() throws ChannelException {
        lock().lock();
        try {
            if (!isUsed()) {
                // Its reference may be in other hands, and an end is good for one use.
                ended = true;
                giveUp();
            } else if (!ended) {
                ended = true;
                finish();
            }
        } finally {
            lock().unlock();
        }
    }

    /** Ends it without waiting for what is on its way. */
    void abort() {
        lock().lock();
        try {
            ended = true;
            abandon();
        } finally {
            lock().unlock();
        }
    }

    private void finish() throws ChannelException {
        try {
            await(() -> closed() != null || connection() != null, "the channel was not opened");
            Connection open = connection();
            if (open != null) {
                open.close(Closing.NORMAL, "");
                await(() -> closed() != null, "the reader did not take everything");
            }
        } catch (ChannelException e) {
            abandon();
            throw e;
        }
        Closing closing = closed();
        if (closing != null && !isOrderly(closing)) {
            throw broken(closing);
        }
        if (closing != null && closing.remote()) {
            throw new ChannelException(
                    "the channel was closed by its other side, which may not have everything, on " + reference());
        }
    }

    @Override
    public String toString() {
        return "ChannelWriter[" + reference() + "]";
    }
}
