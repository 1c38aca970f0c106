package dev.iii.sdk.internal.stream;

import dev.iii.sdk.FunctionException;
import dev.iii.sdk.InvalidPayloadException;
import dev.iii.sdk.Json;
import dev.iii.sdk.internal.event.Events;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.runtime.OneAtATime;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamListener;
import dev.iii.sdk.stream.StreamPlace;
import dev.iii.sdk.stream.StreamSubscription;
import dev.iii.transport.EventLoop;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One place that a consumer looks at. The listener is called on threads for handlers, one event at a time. */
final class Subscriber<T> implements StreamSubscription {

    private static final Logger log = LoggerFactory.getLogger(StreamSubscription.class);

    private final String id;
    private final StreamPlace place;
    private final Function<Json, @Nullable T> reader;
    private final StreamListener<T> listener;
    private final Executor inOrder;
    private final Consumer<Subscriber<?>> leave;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();

    /** Owned by the loop: whether the engine has answered the join on the current connection. */
    private boolean synced;

    /** Owned by the loop: when it is looked whether there is an answer. It would hold the listener. */
    private EventLoop.@Nullable Timer look;

    private volatile boolean ended;

    /** @param leave takes the subscription away; called once, on any thread */
    Subscriber(
            String id,
            StreamPlace place,
            Function<Json, @Nullable T> reader,
            StreamListener<T> listener,
            Executor threads,
            Consumer<Subscriber<?>> leave) {
        this.id = id;
        this.place = place;
        this.reader = reader;
        this.listener = listener;
        this.inOrder = new OneAtATime(threads);
        this.leave = leave;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public StreamPlace place() {
        return place;
    }

    @Override
    public CompletableFuture<Void> joined() {
        return joined.copy();
    }

    /** The two parts of a key that no other subscription of the same socket may have. */
    boolean sharesGroupWith(StreamPlace other) {
        return place.stream().equals(other.stream()) && place.group().equals(other.group());
    }

    Json message(String type) {
        JsonObject data = new JsonObject()
                .put("subscriptionId", id)
                .put("streamName", place.stream())
                .put("groupId", place.group())
                .putIfThere("id", place.item().orElse(null));
        return new JsonObject().put("type", type).put("data", data.toJson()).toJson();
    }

    /** On the loop: whether the engine has answered the join. */
    boolean isSynced() {
        return synced;
    }

    /** On the loop: it will be looked whether there is an answer, once. */
    void lookAgain(EventLoop.Timer timer) {
        lookNoMore();
        look = timer;
    }

    /** On the loop. */
    void lookNoMore() {
        EventLoop.Timer timer = look;
        if (timer != null) {
            timer.cancel();
            look = null;
        }
    }

    /** On the loop: the connection is gone, and with it all that the engine knows. */
    void disconnected(String reason) {
        boolean wasSynced = synced;
        synced = false;
        if (wasSynced && !ended) {
            inOrder.execute(() -> guarded(() -> listener.onDisconnected(reason)));
        }
    }

    /**
     * On the loop: an event of the group has come.
     *
     * @param handled is run when nothing of it is kept any more
     */
    void received(Json event, String type, @Nullable String item, Runnable handled) {
        boolean answer = type.equals("sync") || type.equals("unauthorized");
        // What comes before the answer to the join belongs to a subscription that has been left.
        boolean mine = answer ? Objects.equals(item, place.item().orElse(null)) : synced;
        if (!mine || ended) {
            handled.run();
            return;
        }
        if (answer) {
            synced = type.equals("sync");
            lookNoMore();
        }
        inOrder.execute(() -> {
            try {
                tell(event);
            } finally {
                handled.run();
            }
        });
    }

    private void tell(Json json) {
        if (ended) {
            return;
        }
        StreamEvent<T> event;
        try {
            event = Events.stream(json, reader);
        } catch (InvalidPayloadException e) {
            guarded(() -> listener.onUnreadable(json, e));
            joined.complete(null);
            return;
        }
        guarded(() -> listener.onEvent(event));
        if (event instanceof StreamEvent.Unauthorized<T>) {
            joined.completeExceptionally(
                    new FunctionException("unauthorized", "the engine lets nobody in here to look at " + place));
            close();
        } else {
            joined.complete(null);
        }
    }

    private interface Telling {
        void tell() throws Exception;
    }

    private void guarded(Telling telling) {
        try {
            telling.tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            log.error("The listener of {} failed", place, e);
        }
    }

    /** The consumer is closed. */
    void end() {
        ended = true;
        joined.completeExceptionally(new IllegalStateException("the stream consumer is closed"));
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            joined.completeExceptionally(new IllegalStateException("the subscription was left"));
            leave.accept(this);
        }
    }

    @Override
    public String toString() {
        return "StreamSubscription[" + place + "]";
    }
}
