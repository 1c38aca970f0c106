package dev.iii.sdk.internal.stream;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.runtime.SerialExecutor;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamListener;
import dev.iii.sdk.stream.StreamPath;
import dev.iii.sdk.stream.StreamSubscription;
import dev.iii.transport.EventLoop;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription of a consumer. The listener is called on handler threads of the consumer, one event at a time. */
final class SocketSubscription<T> implements StreamSubscription {

    private static final Logger log = LoggerFactory.getLogger(StreamSubscription.class);

    private final String id;
    private final StreamPath path;
    private final InputType<StreamEvent<T>> events;
    private final StreamListener<T> listener;
    private final Executor callbacks;
    private final Consumer<SocketSubscription<?>> leave;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();

    /** Owned by the I/O thread: whether the engine has responded to the join on the current connection. */
    private boolean synced;

    /** Owned by the I/O thread: checks whether the engine has responded. It refers to the listener. */
    private EventLoop.@Nullable Timer joinTimer;

    private volatile boolean ended;

    /** @param leave removes the subscription; called once, on any thread */
    SocketSubscription(
            String id,
            StreamPath path,
            InputType<StreamEvent<T>> events,
            StreamListener<T> listener,
            Executor threads,
            Consumer<SocketSubscription<?>> leave) {
        this.id = id;
        this.path = path;
        this.events = events;
        this.listener = listener;
        this.callbacks = new SerialExecutor(threads);
        this.leave = leave;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public StreamPath path() {
        return path;
    }

    @Override
    public CompletableFuture<Void> joined() {
        return joined.copy();
    }

    /** Returns {@code true} for the same group: only one subscription of a group can use a socket. */
    boolean sharesGroupWith(StreamPath other) {
        return path.stream().equals(other.stream()) && path.group().equals(other.group());
    }

    Json message(String type) {
        JsonObject data = new JsonObject()
                .put("subscriptionId", id)
                .put("streamName", path.stream())
                .put("groupId", path.group())
                .putIfPresent("id", path.item().orElse(null));
        return new JsonObject().put("type", type).put("data", data.toJson()).toJson();
    }

    /** On the I/O thread: returns {@code true} if the engine has responded to the join. */
    boolean isSynced() {
        return synced;
    }

    /** On the I/O thread: replaces the timer that checks the response to the join. */
    void setJoinTimer(EventLoop.Timer timer) {
        cancelJoinTimer();
        joinTimer = timer;
    }

    /** On the I/O thread. */
    void cancelJoinTimer() {
        EventLoop.Timer timer = joinTimer;
        if (timer != null) {
            timer.cancel();
            joinTimer = null;
        }
    }

    /** On the I/O thread: the connection is lost, and the engine has forgotten the subscription. */
    void disconnected(String reason) {
        boolean wasSynced = synced;
        synced = false;
        if (wasSynced && !ended) {
            callbacks.execute(() -> call(() -> listener.onDisconnected(reason)));
        }
    }

    /**
     * On the I/O thread: an event of the group has arrived.
     *
     * @param delivered runs when nothing of the event is kept any more
     */
    void received(Json event, String type, @Nullable String item, Runnable delivered) {
        boolean response = type.equals("sync") || type.equals("unauthorized");
        // Events before the response to the join belong to a subscription that has ended.
        boolean own = response ? Objects.equals(item, path.item().orElse(null)) : synced;
        if (!own || ended) {
            delivered.run();
            return;
        }
        if (response) {
            synced = type.equals("sync");
            cancelJoinTimer();
        }
        callbacks.execute(() -> {
            try {
                deliver(event);
            } finally {
                delivered.run();
            }
        });
    }

    private void deliver(Json json) {
        if (ended) {
            return;
        }
        StreamEvent<T> event;
        try {
            event = Objects.requireNonNull(events.read(json));
        } catch (InvalidPayloadException e) {
            unreadable(json, e);
            return;
        } catch (Throwable e) {
            // Reading runs code of the user, for example the constructor of a type.
            unreadable(json, new InvalidPayloadException("an event of " + path + " cannot be read: " + e, "", e));
            return;
        }
        call(() -> listener.onEvent(event));
        if (event instanceof StreamEvent.Unauthorized<T>) {
            joined.completeExceptionally(new FunctionException(
                    "unauthorized", "the engine did not authorize this consumer to join " + path));
            close();
        } else {
            joined.complete(null);
        }
    }

    private void unreadable(Json json, InvalidPayloadException reason) {
        try {
            call(() -> listener.onUnreadable(json, reason));
        } finally {
            joined.complete(null);
        }
    }

    private interface ListenerCall {
        void run() throws Exception;
    }

    private void call(ListenerCall listenerCall) {
        try {
            listenerCall.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            log.error("The listener of {} failed", path, e);
        }
    }

    /** The consumer is closed. */
    void end() {
        ended = true;
        fail("the stream consumer is closed");
    }

    /** Completes the future on a handler thread, because that may run code of the user. */
    private void fail(String reason) {
        callbacks.execute(() -> joined.completeExceptionally(new IllegalStateException(reason)));
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            fail("the subscription was closed");
            leave.accept(this);
        }
    }

    @Override
    public String toString() {
        return "StreamSubscription[" + path + "]";
    }
}
