package dev.iii.sdk.internal.stream;

import dev.iii.sdk.InvalidPayloadException;
import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JacksonCodec;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.stream.StreamConsumerOptions;
import dev.iii.sdk.stream.StreamPlace;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of a consumer, made again and again. The engine does not say for which subscription an event is, and sends it
 * once for each that matches; so a socket has at most one subscription of a group.
 *
 * <p>Everything here belongs to the loop.
 */
final class Lane implements ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final ConnectRequest request;
    private final StreamConsumerOptions options;
    private final JsonCodec codec;
    private final EventLoop loop;
    private final RandomGenerator random;
    private final Runnable changed;
    private final List<Subscriber<?>> subscribers = new ArrayList<>();

    private @Nullable Connection connection;
    private EventLoop.@Nullable Timer timer;
    private boolean connecting;
    private boolean closing;
    private int failures;
    private long openedAt;
    /** From when on silence counts: while we do not read, nothing can come. */
    private long listeningSince;

    private long buffered;
    private boolean paused;

    /** @param changed is called on the loop when the lane has connected, or has ended */
    Lane(
            ConnectRequest request,
            StreamConsumerOptions options,
            EventLoop loop,
            RandomGenerator random,
            Runnable changed) {
        this.request = request;
        this.options = options;
        this.codec = options.codec().orElse(JacksonCodec.INSTANCE);
        this.loop = loop;
        this.random = random;
        this.changed = changed;
    }

    void connect() {
        connecting = true;
        loop.connect(request, this);
    }

    boolean isConnected() {
        return connection != null;
    }

    /** Whether it has no socket any more and makes none. */
    boolean hasEnded() {
        return closing && !connecting && connection == null;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    boolean takes(StreamPlace place) {
        return !closing && subscribers.stream().noneMatch(subscriber -> subscriber.sharesGroupWith(place));
    }

    boolean has(Subscriber<?> subscriber) {
        return subscribers.contains(subscriber);
    }

    void join(Subscriber<?> subscriber) {
        subscribers.add(subscriber);
        ask(subscriber);
    }

    /** Joins, and sees to it that there is an answer. */
    private void ask(Subscriber<?> subscriber) {
        Connection open = connection;
        if (open != null) {
            send(subscriber.message("join"));
            subscriber.lookAgain(loop.schedule(options.joinTimeout(), () -> lookAfter(subscriber, open)));
        }
    }

    /** The engine says nothing when it cannot list the items, and then there are no events either. */
    private void lookAfter(Subscriber<?> subscriber, Connection asked) {
        if (asked != connection || !has(subscriber) || subscriber.isSynced()) {
            return;
        }
        if (paused) {
            // The answer may be there, and nobody has read it.
            subscriber.lookAgain(loop.schedule(options.joinTimeout(), () -> lookAfter(subscriber, asked)));
            return;
        }
        log.warn("{} has not said what is there for {}; joining anew", request.displayAddress(), subscriber);
        send(subscriber.message("leave"));
        ask(subscriber);
    }

    void leave(Subscriber<?> subscriber) {
        subscribers.remove(subscriber);
        subscriber.lookNoMore();
        send(subscriber.message("leave"));
    }

    private void send(Json message) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        byte[] utf8 = message.text().getBytes(StandardCharsets.UTF_8);
        switch (open.sendText(utf8, 0, utf8.length, dev.iii.transport.Lane.DATA)) {
            case QUEUED -> open.flush();
            // With the next connection everything is joined anew.
            case FULL -> open.abort("the engine does not read");
            case CLOSED -> log.debug("The connection to {} is about to end", request.displayAddress());
        }
    }

    void close() {
        closing = true;
        subscribers.clear();
        stopTimer();
        Connection open = connection;
        if (open != null) {
            open.close(Closing.NORMAL, "");
        }
    }

    // ---------------------------------------------------------------- the connection

    @Override
    public void onOpen(Connection opened) {
        connecting = false;
        connection = opened;
        if (closing) {
            opened.close(Closing.NORMAL, "");
            return;
        }
        log.info("Connected to {} for streams", request.displayAddress());
        openedAt = System.nanoTime();
        listeningSince = openedAt;
        paused = false;
        pauseIfFull();
        subscribers.forEach(this::ask);
        beat();
        changed.run();
    }

    /** Asks for a sign of life, again and again, and gives a connection up that gives none. */
    private void beat() {
        timer = loop.schedule(options.heartbeat().interval(), () -> {
            Connection open = connection;
            if (open == null) {
                return;
            }
            long heard = Math.max(open.lastReceivedNanos(), listeningSince);
            if (!paused
                    && System.nanoTime() - heard > options.heartbeat().timeout().toNanos()) {
                open.abort("no sign of life");
            } else {
                open.ping();
                beat();
            }
        });
    }

    @Override
    public void onText(Connection from, byte[] utf8) {
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
            log.warn("A message of {} is ignored: {}", request.displayAddress(), e.getMessage());
            return;
        }
        StreamPlace place = new StreamPlace(stream, group, Optional.empty());
        for (Subscriber<?> subscriber : subscribers) {
            if (subscriber.sharesGroupWith(place)) {
                int size = utf8.length;
                buffered += size;
                pauseIfFull();
                subscriber.received(event, type, item, () -> loop.execute(() -> handled(size)));
                return;
            }
        }
    }

    private void pauseIfFull() {
        Connection open = connection;
        if (open != null && !paused && buffered >= options.maxBufferedBytes()) {
            paused = true;
            open.pauseReading();
        }
    }

    private void handled(int size) {
        buffered -= size;
        Connection open = connection;
        if (open != null && paused && buffered <= options.maxBufferedBytes() / 2) {
            paused = false;
            listeningSince = System.nanoTime();
            open.resumeReading();
        }
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        log.warn("A binary message of {} is ignored", request.displayAddress());
    }

    @Override
    public void onClosed(Closing closed) {
        boolean stable = connection != null
                && System.nanoTime() - openedAt
                        >= options.reconnect().stableAfter().toNanos();
        connecting = false;
        connection = null;
        stopTimer();
        if (closing) {
            changed.run();
            return;
        }
        String reason = closed.reason().isEmpty() ? "code " + closed.code() : closed.reason();
        subscribers.forEach(subscriber -> subscriber.disconnected(reason));
        failures = stable ? 1 : failures + 1;
        Duration delay = delay();
        log.warn("Not connected to {}: {}; next try in {} ms", request.displayAddress(), reason, delay.toMillis());
        timer = loop.schedule(delay, this::connect);
        changed.run();
    }

    private Duration delay() {
        double initial = (double) options.reconnect().initial().toNanos();
        double longest = (double) options.reconnect().max().toNanos();
        double base = Math.min(initial * Math.pow(options.reconnect().multiplier(), failures - 1), longest);
        double chance = 1 + options.reconnect().jitter() * (2 * random.nextDouble() - 1);
        return Duration.ofNanos(Math.max(1, (long) (base * chance)));
    }

    private void stopTimer() {
        EventLoop.Timer running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
    }
}
