package dev.iii.sdk.internal.stream;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.address.ConnectHints;
import dev.iii.sdk.internal.connection.ConnectionKeeper;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.socket.ReconnectingSocket;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamPath;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of a consumer, which reconnects. The engine does not say to which subscription an event belongs, and sends it
 * once for each one that matches; so a socket has at most one subscription of a group.
 *
 * <p>Everything here runs on the I/O thread.
 */
final class StreamConnection implements ReconnectingSocket.Handler {

    private static final Logger log = LoggerFactory.getLogger(StreamConnection.class);
    /** The frame with which the engine greets a worker is much shorter. */
    private static final int LONGEST_GREETING = 1000;

    private final ConnectRequest request;
    private final StreamConsumerOptions options;
    private final JsonCodec codec;
    private final EventLoop loop;
    private final ReconnectingSocket socket;
    private final Runnable changed;
    private final List<SocketSubscription<?>> subscriptions = new ArrayList<>();

    private final ConnectHints hints;

    private boolean closing;
    private boolean wasConnected;
    private long buffered;
    private boolean paused;

    /** @param changed is called on the I/O thread when the socket has connected or has ended */
    StreamConnection(
            ConnectRequest request,
            StreamConsumerOptions options,
            EventLoop loop,
            RandomGenerator random,
            Runnable changed) {
        this.request = request;
        this.options = options;
        this.codec = options.codec().orElseGet(JsonCodec::standard);
        this.loop = loop;
        this.socket = new ReconnectingSocket(
                request, loop, new ConnectionKeeper(options.reconnect(), options.heartbeat(), random), this);
        this.changed = changed;
        this.hints = new ConnectHints(request.displayAddress(), ConnectHints.Port.STREAMS);
    }

    void connect() {
        socket.connect();
    }

    boolean isConnected() {
        return socket.connection() != null;
    }

    /** Returns {@code true} if it has no socket and does not reconnect. */
    boolean hasEnded() {
        return socket.hasEnded();
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    boolean accepts(StreamPath path) {
        return !closing && subscriptions.stream().noneMatch(subscription -> subscription.sharesGroupWith(path));
    }

    boolean has(SocketSubscription<?> subscription) {
        return subscriptions.contains(subscription);
    }

    void join(SocketSubscription<?> subscription) {
        subscriptions.add(subscription);
        sendJoin(subscription);
    }

    /** Joins, and checks later that the engine has responded. */
    private void sendJoin(SocketSubscription<?> subscription) {
        Connection open = socket.connection();
        if (open != null) {
            send(subscription.message("join"));
            subscription.setJoinTimer(loop.schedule(options.joinTimeout(), () -> checkJoin(subscription, open)));
        }
    }

    /** The engine does not respond if it cannot list the items, and then it sends no events either. */
    private void checkJoin(SocketSubscription<?> subscription, Connection joinedOn) {
        if (joinedOn != socket.connection() || !has(subscription) || subscription.isSynced()) {
            return;
        }
        if (paused) {
            // The response may have arrived and not been read yet.
            subscription.setJoinTimer(loop.schedule(options.joinTimeout(), () -> checkJoin(subscription, joinedOn)));
            return;
        }
        log.warn("{} has not responded to the join of {}; joining again", request.displayAddress(), subscription);
        send(subscription.message("leave"));
        sendJoin(subscription);
    }

    void leave(SocketSubscription<?> subscription) {
        subscriptions.remove(subscription);
        subscription.cancelJoinTimer();
        send(subscription.message("leave"));
    }

    private void send(Json message) {
        Connection open = socket.connection();
        if (open == null) {
            return;
        }
        byte[] utf8 = message.text().getBytes(StandardCharsets.UTF_8);
        switch (open.sendText(utf8, 0, utf8.length, Lane.DATA)) {
            case QUEUED -> open.flush();
            // All subscriptions join again on the next connection.
            case FULL -> open.abort("the engine does not read");
            case CLOSED -> log.debug("The connection to {} is about to end", request.displayAddress());
        }
    }

    void close() {
        closing = true;
        subscriptions.clear();
        socket.close();
    }

    // ---------------------------------------------------------------- connection

    @Override
    public void onOpen(Connection opened) {
        log.info("Connected to {} for streams", request.displayAddress());
        wasConnected = true;
        paused = false;
        pauseIfFull();
        subscriptions.forEach(this::sendJoin);
        changed.run();
    }

    @Override
    public void onText(byte[] utf8) {
        Json event;
        String type;
        String stream;
        String group;
        String item;
        try {
            event = Json.parse(new String(utf8, StandardCharsets.UTF_8), codec);
            JsonFields fields = JsonFields.of(event, "an event");
            stream = fields.text("streamName");
            group = fields.text("groupId");
            item = fields.textOrNull("id");
            type = JsonFields.of(fields.json("event"), "the field event").text("type");
        } catch (InvalidPayloadException | IllegalArgumentException e) {
            log.warn(
                    "A message of {} is ignored: {}{}",
                    request.displayAddress(),
                    e.getMessage(),
                    isGreetingOfWorkers(utf8) ? "; " + hints.ofOtherPort() : "");
            return;
        }
        StreamPath path = new StreamPath(stream, group, Optional.empty());
        for (SocketSubscription<?> subscription : subscriptions) {
            if (subscription.sharesGroupWith(path)) {
                int size = utf8.length;
                buffered += size;
                pauseIfFull();
                subscription.received(event, type, item, () -> loop.execute(() -> delivered(size)));
                return;
            }
        }
    }

    private static boolean isGreetingOfWorkers(byte[] utf8) {
        return utf8.length < LONGEST_GREETING
                && new String(utf8, StandardCharsets.UTF_8).contains("\"type\":\"workerregistered\"");
    }

    private void pauseIfFull() {
        if (socket.connection() != null && !paused && buffered >= options.maxBufferedBytes()) {
            paused = true;
            socket.pauseReading();
        }
    }

    private void delivered(int size) {
        buffered -= size;
        if (socket.connection() != null && paused && buffered <= options.maxBufferedBytes() / 2) {
            paused = false;
            socket.resumeReading();
        }
    }

    @Override
    public void onBinary(byte[] bytes) {
        log.warn("A binary message of {} is ignored", request.displayAddress());
    }

    @Override
    public void onLost(String reason, Duration delay) {
        subscriptions.forEach(subscription -> subscription.disconnected(reason));
        String hint = wasConnected ? null : hints.of(reason);
        log.warn(
                "Not connected to {}: {}{}; reconnecting in {} ms",
                request.displayAddress(),
                reason,
                hint == null ? "" : "; " + hint,
                delay.toMillis());
        changed.run();
    }

    @Override
    public void onEnded() {
        changed.run();
    }
}
