package dev.iii.stub.vectors;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One WebSocket of a scenario. */
final class VectorSocket {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SEND = Duration.ofSeconds(20);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    private final WebSocket socket;
    private final Inbox inbox;

    private VectorSocket(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /** A refused upgrade. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status) {
            super("expected an accepted upgrade, got status " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Begins to open; fails with {@link Refused} or a {@link Mismatch}. */
    static CompletableFuture<VectorSocket> open(String url, JsonNode headers) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(CONNECT);
        headers.properties()
                .forEach(header ->
                        builder.header(header.getKey(), header.getValue().asString()));
        Inbox inbox = new Inbox();
        return builder.buildAsync(URI.create(url), new FrameReader(inbox)).handle((socket, failure) -> {
            if (failure != null) {
                throw refusal(failure instanceof CompletionException ? failure.getCause() : failure);
            }
            return new VectorSocket(socket, inbox);
        });
    }

    private static RuntimeException refusal(@Nullable Throwable failure) {
        return failure instanceof WebSocketHandshakeException refused
                ? new Refused(refused.getResponse().statusCode())
                : new Mismatch("expected an open connection, got " + failure, failure);
    }

    Inbox inbox() {
        return inbox;
    }

    void sendText(String message) {
        await(socket.sendText(message, true));
    }

    void sendBinary(byte[] message) {
        await(socket.sendBinary(ByteBuffer.wrap(message), true));
    }

    private static void await(CompletableFuture<WebSocket> sending) {
        try {
            sending.get(SEND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Mismatch("expected a connection that takes a message, got " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new Mismatch("expected a connection that takes a message, got none that did within " + SEND, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Mismatch("interrupted", e);
        }
    }

    /** Closes with a handshake; a peer that does not answer it is cut off. */
    void close() {
        beginClose();
        awaitClosed();
    }

    void beginClose() {
        if (!socket.isOutputClosed()) {
            // When it fails, the connection is gone already.
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> socket);
        }
    }

    void awaitClosed() {
        inbox.awaitEnd(CLOSE);
        abort();
    }

    /** Drops the TCP connection without a close frame. */
    void abort() {
        socket.abort();
        inbox.end();
    }
}
