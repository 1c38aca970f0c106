package dev.iii.sdk.internal.socket;

import dev.iii.sdk.internal.connection.ConnectionKeeper;
import dev.iii.sdk.internal.connection.Deadlines;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket connection that reconnects when it is lost: carries out what a {@link ConnectionKeeper} decides, on one event
 * loop.
 *
 * <p>Not thread-safe: all methods must be called on the I/O thread, and the handler is called on it.
 */
public final class ReconnectingSocket {

    /** Receives the events of the connection, on the I/O thread. */
    public interface Handler {

        /** A connection is open. */
        void onOpen(Connection connection);

        /** A text message has arrived. The array belongs to the handler. */
        void onText(byte[] utf8);

        /** A binary message has arrived. The array belongs to the handler. */
        void onBinary(byte[] bytes);

        /** The outbox of the connection has capacity again. */
        default void onDrained() {}

        /**
         * The connection was lost, or an attempt failed.
         *
         * @param delay the time until the next attempt
         */
        void onLost(String reason, Duration delay);

        /** No connection remains after {@link ReconnectingSocket#close}. Called once, possibly before {@code close} returns. */
        void onEnded();
    }

    private final ConnectRequest request;
    private final EventLoop loop;
    private final ConnectionKeeper keeper;
    private final Handler handler;

    private @Nullable Connection connection;
    private EventLoop.@Nullable Timer timer;
    private boolean connecting;
    private boolean closing;

    /** Creates a socket that does nothing until {@link #connect}. */
    public ReconnectingSocket(ConnectRequest request, EventLoop loop, ConnectionKeeper keeper, Handler handler) {
        this.request = request;
        this.loop = loop;
        this.keeper = keeper;
        this.handler = handler;
    }

    /** Makes the first attempt. */
    public void connect() {
        connecting = true;
        Attempt attempt = new Attempt();
        try {
            loop.connect(request, attempt);
        } catch (Throwable e) {
            // Without this, no other attempt would follow.
            attempt.onClosed(new Closing(Closing.ABNORMAL, "the attempt failed: " + e, false, false));
        }
    }

    /** Returns the open connection; {@code null} if there is none. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** Returns {@code true} if it was closed and no connection remains. */
    public boolean hasEnded() {
        return closing && !connecting && connection == null;
    }

    /** Stops reading. Until {@link #resumeReading}, silence does not mean that the connection is lost. */
    public void pauseReading() {
        Connection open = connection;
        if (open != null) {
            keeper.paused();
            open.pauseReading();
        }
    }

    /** Resumes reading after {@link #pauseReading}. */
    public void resumeReading() {
        Connection open = connection;
        if (open != null) {
            keeper.resumed(System.nanoTime());
            schedule();
            open.resumeReading();
        }
    }

    /** Closes the connection and makes no other one. Idempotent. */
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        keeper.closed();
        schedule();
        Connection open = connection;
        if (open != null) {
            open.close(Closing.NORMAL, "");
        } else if (!connecting) {
            handler.onEnded();
        }
    }

    /** Calls the keeper again when its next deadline has come. */
    private void schedule() {
        EventLoop.Timer scheduled = timer;
        if (scheduled != null) {
            scheduled.cancel();
            timer = null;
        }
        long next = keeper.nextDeadline();
        if (next != Deadlines.NEVER) {
            timer = loop.schedule(Duration.ofNanos(Math.max(0, next - System.nanoTime())), this::poll);
        }
    }

    private void poll() {
        Connection open = connection;
        long received = open == null ? ConnectionKeeper.UNKNOWN : open.lastAliveNanos();
        ConnectionKeeper.Action action = keeper.poll(System.nanoTime(), received);
        if (action == ConnectionKeeper.Action.CONNECT) {
            connect();
        } else if (action == ConnectionKeeper.Action.PING && open != null) {
            open.ping();
        } else if (action == ConnectionKeeper.Action.DROP && open != null) {
            // The end of the connection is reported, which schedules the next attempt.
            open.abort("no data from the engine, or no reply to a ping");
            return;
        }
        schedule();
    }

    private final class Attempt implements ConnectionListener {

        private boolean ended;

        @Override
        public void onOpen(Connection opened) {
            connecting = false;
            connection = opened;
            if (closing) {
                opened.close(Closing.NORMAL, "");
                return;
            }
            long now = System.nanoTime();
            keeper.opened(now);
            keeper.ready(now);
            schedule();
            handler.onOpen(opened);
        }

        @Override
        public void onText(Connection from, byte[] utf8) {
            handler.onText(utf8);
        }

        @Override
        public void onBinary(Connection from, byte[] bytes) {
            handler.onBinary(bytes);
        }

        @Override
        public void onDrained(Connection from) {
            handler.onDrained();
        }

        @Override
        public void onClosed(Closing closed) {
            if (ended) {
                return;
            }
            ended = true;
            connecting = false;
            connection = null;
            if (closing) {
                keeper.closed();
                schedule();
                handler.onEnded();
                return;
            }
            String reason = closed.reason().isEmpty() ? "code " + closed.code() : closed.reason();
            Duration delay = Duration.ofNanos(keeper.lost(System.nanoTime()));
            schedule();
            handler.onLost(reason, delay);
        }
    }
}
