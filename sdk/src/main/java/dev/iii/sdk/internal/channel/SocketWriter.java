package dev.iii.sdk.internal.channel;

import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.Surrogates;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;

/** The writing end. Messages that the reader has not read yet fill the outbox of the socket; then writes wait. */
final class SocketWriter extends ChannelSocket implements ChannelWriter {

    private static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final int MAX_TEXT_BYTES = 1024 * 1024;

    /** Accessed with the lock of {@link ChannelSocket}. {@code true} after {@link #close} was called. */
    private boolean closeRequested;

    SocketWriter(ChannelOpener opener, ChannelRef ref) {
        super(opener, ref, DEFAULT_IDLE_TIMEOUT);
    }

    @Override
    public ChannelRef ref() {
        return reference();
    }

    @Override
    public ChannelWriter idleTimeout(Duration longest) {
        setIdleTimeout(longest);
        return this;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ChannelException {
        Objects.checkFromIndexSize(offset, length, Arguments.notNull(bytes, "bytes").length);
        for (int done = 0; done < length; done += MAX_MESSAGE_BYTES) {
            int from = offset + done;
            int count = Math.min(MAX_MESSAGE_BYTES, length - done);
            send(connection -> connection.sendBinary(bytes, from, count, Lane.DATA));
        }
    }

    @Override
    public void sendText(String text) throws ChannelException {
        if (!Surrogates.arePaired(Arguments.notNull(text, "text"))) {
            throw new IllegalArgumentException(Surrogates.UNPAIRED);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_TEXT_BYTES) {
            throw new ChannelException(
                    "the text message has " + utf8.length + " bytes, more than the maximum of " + MAX_TEXT_BYTES);
        }
        send(connection -> connection.sendText(utf8, 0, utf8.length, Lane.DATA));
    }

    private void connect() {
        lock().lock();
        try {
            connectOnce();
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
            if (closeRequested) {
                throw new ChannelException("this end was closed: " + reference());
            }
            connectOnce();
            SendResult[] result = {SendResult.FULL};
            await(
                    () -> {
                        Connection open = connection();
                        if (open != null) {
                            result[0] = send.by(open);
                        }
                        return closed() != null || result[0] != SendResult.FULL;
                    },
                    "the reader accepted nothing");
            Closing closing = closed();
            if (closing != null || result[0] == SendResult.CLOSED) {
                throw closing == null || isNormal(closing)
                        ? new ChannelException("the reader has closed the channel: " + reference())
                        : failureOf(closing);
            }
            connection = Objects.requireNonNull(connection());
        } finally {
            lock().unlock();
        }
        connection.flush();
    }

    @Override
    public OutputStream outputStream() {
        connect();
        return new Stream();
    }

    /** Refuses bytes after its close: they would stay in the buffer, and no error would report it. */
    private final class Stream extends OutputStream {

        private final OutputStream buffer = new BufferedOutputStream(new Unbuffered(), MAX_MESSAGE_BYTES);
        private volatile boolean closed;

        private void checkOpen() throws ChannelException {
            if (closed) {
                throw new ChannelException("the stream was closed; write before you close it");
            }
        }

        @Override
        public void write(int b) throws IOException {
            checkOpen();
            buffer.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            checkOpen();
            buffer.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            buffer.flush();
        }

        @Override
        public void close() throws IOException {
            closed = true;
            buffer.close();
        }
    }

    private final class Unbuffered extends OutputStream {

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
    }

    @Override
    public Flow.Subscriber<ByteBuffer> subscriber() {
        connect();
        return new WritingSubscriber(this, opener().callbacks());
    }

    @Override
    public void onText(Connection from, byte[] utf8) {
        // A reader sends no messages.
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        // A reader sends no messages.
    }

    @Override
    public void close() throws ChannelException {
        lock().lock();
        try {
            if (!isUsed()) {
                // Do not connect: an end can be used once, and another worker may have received its reference.
                closeRequested = true;
                markClosed();
            } else if (!closeRequested) {
                closeRequested = true;
                finish();
            }
        } finally {
            lock().unlock();
        }
    }

    /** Closes this end without waiting for messages that are not sent yet. */
    void abort() {
        lock().lock();
        try {
            closeRequested = true;
            abortConnection();
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
                await(() -> closed() != null, "the reader did not receive everything");
            }
        } catch (ChannelException e) {
            abortConnection();
            throw e;
        }
        Closing closing = closed();
        if (closing != null && !isNormal(closing)) {
            throw failureOf(closing);
        }
        if (closing != null && closing.remote()) {
            throw new ChannelException(
                    "the reader closed the channel and may not have received everything, on " + reference());
        }
    }

    @Override
    public String toString() {
        return "ChannelWriter[" + reference() + "]";
    }
}
