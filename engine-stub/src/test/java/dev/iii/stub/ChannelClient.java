package dev.iii.stub;

import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.SendResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * One end of a channel over a real socket. The bytes that {@link #writes} sends are numbered: the n-th byte is n modulo
 * 251. A reader that counts checks these numbers.
 */
public final class ChannelClient implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final int PERIOD = 251;
    private static final Limits LIMITS =
            new Limits(80 << 20, 10_000, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private final EventLoop loop = new EventLoop("channel-client");
    private final CompletableFuture<Connection> open = new CompletableFuture<>();
    private final CompletableFuture<Closing> closed = new CompletableFuture<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final AtomicLong counted = new AtomicLong();
    private final Semaphore drained = new Semaphore(0);
    private final boolean counts;
    private volatile String disorder = "";

    /** Connects to an end of a channel. If the engine refuses the connection, {@link #refusal} returns the reason. */
    public ChannelClient(URI engine, JsonNode reference, boolean counts) {
        this(
                engine,
                reference.get("channel_id").stringValue(),
                "key=" + reference.get("access_key").stringValue() + "&dir="
                        + reference.get("direction").stringValue(),
                counts);
    }

    /** Connects with the given query string. */
    public ChannelClient(URI engine, String channelId, String query, boolean counts) {
        this.counts = counts;
        URI url = URI.create(engine + "/ws/channels/" + channelId + "?" + query);
        loop.connect(new ConnectRequest(url, Map.of(), LIMITS), new Listener());
        try {
            CompletableFuture.anyOf(open, closed).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private final class Listener implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            open.complete(connection);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            messages.add("text " + new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            if (counts) {
                check(bytes);
            } else {
                messages.add("bytes " + new String(bytes, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void onDrained(Connection connection) {
            drained.release();
        }

        @Override
        public void onClosed(Closing closing) {
            messages.add("closed");
            closed.complete(closing);
            drained.release();
        }
    }

    private void check(byte[] bytes) {
        long at = counted.get();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != (byte) ((at + i) % PERIOD)) {
                disorder = "byte " + (at + i) + " is wrong";
            }
        }
        counted.addAndGet(bytes.length);
    }

    /** Returns the reason for which the connection was closed before it was open. */
    public String refusal() {
        return await(closed).reason();
    }

    /** Stops reading from the socket. */
    public ChannelClient stopsReading() {
        await(open).pauseReading();
        return this;
    }

    /** Resumes reading from the socket. */
    public void readsAgain() {
        await(open).resumeReading();
    }

    /** Waits for the next message and returns it as {@code text …}, {@code bytes …} or {@code closed}. */
    public String hears() {
        try {
            String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the number of received bytes. Fails if a byte was missing or out of order. */
    public long counted() {
        if (!disorder.isEmpty()) {
            throw new AssertionError(disorder);
        }
        return counted.get();
    }

    /** Sends a text message. */
    public ChannelClient saysText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        await(open).sendText(bytes, 0, bytes.length, Lane.DATA);
        await(open).flush();
        return this;
    }

    /** Sends a binary message. */
    public ChannelClient saysBytes(String utf8) {
        byte[] bytes = utf8.getBytes(StandardCharsets.UTF_8);
        await(open).sendBinary(bytes, 0, bytes.length, Lane.DATA);
        await(open).flush();
        return this;
    }

    /**
     * Sends {@code total} bytes as fast as the socket accepts them and adds their number to {@code sent}. Returns early
     * if the connection is closed.
     */
    public void writes(long total, int pieceSize, AtomicLong sent) {
        byte[] pattern = new byte[PERIOD + pieceSize];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) (i % PERIOD);
        }
        Connection connection = await(open);
        while (sent.get() < total) {
            int from = (int) (sent.get() % PERIOD);
            int length = (int) Math.min(pieceSize, total - sent.get());
            byte[] piece = Arrays.copyOfRange(pattern, from, from + length);
            SendResult result = connection.sendBinary(piece, 0, length, Lane.DATA);
            connection.flush();
            if (result == SendResult.CLOSED) {
                return;
            }
            if (result == SendResult.FULL) {
                awaitDrained();
            } else {
                sent.addAndGet(length);
            }
        }
    }

    private void awaitDrained() {
        try {
            if (!drained.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the socket accepted no data within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Closes the connection with a handshake, after the queued messages. */
    public void leaves() {
        await(open).close(Closing.NORMAL, "");
    }

    /** Waits until the connection is closed and returns the reason. */
    public Closing closing() {
        return await(closed);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("it did not happen within " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
