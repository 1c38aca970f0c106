package dev.iii.stub;

import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A worker over a real socket, which sends and receives single frames. */
public final class TestClient implements AutoCloseable {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(64 << 20)
                            .build())
                    .build())
            .build();
    private static final int PATIENCE_SECONDS = 20;

    private final EventLoop loop = new EventLoop("test-client");
    private final CompletableFuture<Connection> open = new CompletableFuture<>();
    private final CompletableFuture<Closing> closed = new CompletableFuture<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    /** Connects to a URL and waits until the connection is accepted or refused. */
    public TestClient(URI url) {
        Limits limits = new Limits(64 << 20, 10_000, 64 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));
        loop.connect(new ConnectRequest(url, Map.of(), limits), new Listener());
        CompletableFuture.anyOf(open, closed)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private final class Listener implements ConnectionListener {
        @Override
        public void onOpen(Connection connection) {
            open.complete(connection);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            messages.add(new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            messages.add("binary");
        }

        @Override
        public void onClosed(Closing closing) {
            closed.complete(closing);
        }
    }

    /** Returns the connection. */
    public Connection connection() {
        return await(open);
    }

    /** Sends a text message. */
    public void says(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        connection().sendText(bytes, 0, bytes.length, Lane.DATA);
        connection().flush();
    }

    /** Sends a binary message. */
    public void saysBinary(byte[] bytes) {
        connection().sendBinary(bytes, 0, bytes.length, Lane.DATA);
        connection().flush();
    }

    /** Waits for the next message and returns it. */
    public JsonNode hears() {
        try {
            String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return MAPPER.readTree(message);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the number of received messages that were not yet returned by {@link #hears}. */
    public int waiting() {
        return messages.size();
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
