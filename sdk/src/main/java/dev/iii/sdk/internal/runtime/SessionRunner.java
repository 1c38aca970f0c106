package dev.iii.sdk.internal.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameEncoder;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.JsonBuffer;
import dev.iii.sdk.internal.session.Effect;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Outcome;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionRegistration;
import dev.iii.sdk.internal.session.SessionState;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a session: any thread passes an input, the session decides under one short lock, and the same thread performs the
 * effects.
 *
 * <p>Frames are encoded and put into the outbox of the connection while the lock is held, which keeps their order. This only
 * copies bytes in memory. Everything else is done after the lock is released, the write to the socket first. On the I/O
 * thread, the write is deferred to the end of the batch of frames that was read.
 */
public final class SessionRunner {

    private static final Logger log = LoggerFactory.getLogger(SessionRunner.class);

    private final SessionIo io;
    private final SessionListener listener;
    private final LongSupplier nanoTime;
    private final CountDownLatch disconnected = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Session session;

    @GuardedBy("lock")
    private final JsonBuffer buffer = new JsonBuffer();

    /** The connection that belongs to the current generation. Written under the lock, read without it. */
    private volatile @Nullable SessionConnection current;

    /** Events are added under the lock, which keeps their order. They are reported without it, by one thread at a time. */
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

    /** Counts the threads that have added events while one thread reports; that thread then polls the queue again. */
    private final AtomicInteger eventsToReport = new AtomicInteger();

    /** @param nanoTime the clock of the event loop */
    public SessionRunner(
            Session session, ConnectRequest address, EventLoop loop, SessionListener listener, LongSupplier nanoTime) {
        this(session, SessionIo.of(loop, address), listener, nanoTime);
    }

    SessionRunner(Session session, SessionIo io, SessionListener listener, LongSupplier nanoTime) {
        this.session = session;
        this.io = io;
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Passes an input to the session and carries out its effects. */
    public void on(Input input) {
        Turn turn = new Turn();
        try {
            lock.lock();
            try {
                session.on(input, nanoTime.getAsLong(), turn);
            } finally {
                try {
                    checkDisconnected();
                } finally {
                    lock.unlock();
                }
            }
        } finally {
            turn.finish();
        }
    }

    /** Registers it and returns {@code true}; returns {@code false} if this worker has registered this kind and id already. */
    public boolean registerNew(SessionRegistration what) {
        Turn turn = new Turn();
        try {
            lock.lock();
            try {
                if (session.isRegistered(what.kind(), what.id())) {
                    return false;
                }
                session.on(new Input.Register(what), nanoTime.getAsLong(), turn);
                return true;
            } finally {
                lock.unlock();
            }
        } finally {
            turn.finish();
        }
    }

    /**
     * A handler has ended.
     *
     * @param receivedNanos the time of {@link #now} at which the invocation arrived
     */
    public void handlerDone(int generation, @Nullable InvocationResult result, long receivedNanos) {
        on(new Input.HandlerDone(generation, result, receivedNanos));
    }

    /** Returns the time of the session's clock, in nanoseconds. */
    public long now() {
        return nanoTime.getAsLong();
    }

    public SessionState state() {
        lock.lock();
        try {
            return session.state();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how often results of quick handlers have been sent again. */
    public long repeatedResults() {
        lock.lock();
        try {
            return session.repeatedResults();
        } finally {
            lock.unlock();
        }
    }

    /** Returns {@code true} if this worker has made the call with this id, and waits for its result. */
    public boolean awaitsResult(UUID invocationId) {
        lock.lock();
        try {
            return session.awaitsResult(invocationId);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the session is closed and its last connection has ended. Returns {@code false} if that takes too long. */
    public boolean awaitDisconnected(long nanos) throws InterruptedException {
        return disconnected.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean isCurrent(SessionConnection sessionConnection) {
        return current == sessionConnection;
    }

    @GuardedBy("lock")
    private void checkDisconnected() {
        SessionConnection sessionConnection = current;
        if (session.state() == SessionState.CLOSED && (sessionConnection == null || sessionConnection.hasEnded())) {
            disconnected.countDown();
        }
    }

    @GuardedBy("lock")
    private SessionConnection newConnection(int generation) {
        SessionConnection sessionConnection = new SessionConnection(this, generation);
        current = sessionConnection;
        return sessionConnection;
    }

    private void connect(SessionConnection sessionConnection) {
        if (isCurrent(sessionConnection)) {
            try {
                io.connect(sessionConnection);
            } catch (Throwable e) {
                // The session waits for the end of every attempt.
                sessionConnection.onClosed(new Closing(Closing.ABNORMAL, "the attempt failed: " + e, false, false));
            }
        }
    }

    /**
     * Returns the connection of this generation; {@code null} if it does not exist. One that is not open yet is
     * abandoned.
     */
    @GuardedBy("lock")
    private @Nullable Connection connectionToEnd(int generation) {
        SessionConnection sessionConnection = current;
        if (sessionConnection == null || sessionConnection.generation() != generation) {
            return null;
        }
        Connection connection = sessionConnection.connection();
        if (connection == null) {
            current = null;
        }
        return connection;
    }

    private void reportEvents() {
        if (events.isEmpty() || eventsToReport.getAndIncrement() != 0) {
            return;
        }
        int reported = 1;
        do {
            Event event;
            while ((event = events.poll()) != null) {
                Event reportedEvent = event;
                guarded(() -> listener.event(reportedEvent));
            }
            reported = eventsToReport.addAndGet(-reported);
        } while (reported != 0);
    }

    /** Runs one of several effects: a failure must not keep the others from being performed. */
    private static void guarded(Runnable effect) {
        try {
            effect.run();
        } catch (Throwable e) {
            try {
                log.error(
                        "A step of the connection to the engine failed, probably because of a bug in iii-sdk; please"
                                + " report it",
                        e);
            } catch (Throwable unloggable) {
                // The log may need more memory than there is.
            }
        }
    }

    private void tick() {
        SessionConnection sessionConnection = current;
        Connection connection = sessionConnection == null ? null : sessionConnection.connection();
        on(new Input.Tick(connection == null ? Input.Tick.UNKNOWN : connection.lastAliveNanos()));
    }

    /**
     * Performs the effects of one input: puts frames into the outbox under the lock, and does everything else in {@link
     * #finish}, which is called without the lock. Used by one thread.
     */
    private final class Turn implements Consumer<Effect> {

        private @Nullable Connection written;
        private @Nullable List<Runnable> later;

        @Override
        @GuardedBy("SessionRunner.this.lock")
        public void accept(Effect effect) {
            if (effect instanceof Effect.Send e) {
                send(e);
            } else if (effect instanceof Effect.SendCall e) {
                sendCall(e);
            } else if (effect instanceof Effect.Invoke e) {
                later(() -> e.function().callbacks().invoke(e.generation(), e.call()));
            } else if (effect instanceof Effect.Complete e) {
                later(() -> e.call().completion().done(e.outcome()));
            } else if (effect instanceof Effect.WakeAt e) {
                // Earlier wake-ups are not cancelled, because a superfluous one does nothing.
                later(() -> io.scheduleAt(e.nanos(), SessionRunner.this::tick));
            } else if (effect instanceof Effect.Notify e) {
                events.add(e.event());
            } else if (effect instanceof Effect.CancelInvocations e) {
                later(() -> listener.cancelInvocations(e.generation(), e.interrupt()));
            } else if (effect instanceof Effect.Bind e) {
                later(() -> e.type().callbacks().bind(e.generation(), e.binding()));
            } else if (effect instanceof Effect.Unbind e) {
                later(() -> listener.unbind(e.generation(), e.triggerId()));
            } else if (effect instanceof Effect.UnbindAll e) {
                later(() -> listener.unbindAll(e.generation()));
            } else if (effect instanceof Effect.Connect e) {
                SessionConnection sessionConnection = newConnection(e.generation());
                later(() -> connect(sessionConnection));
            } else if (effect instanceof Effect.Disconnect e) {
                disconnect(e);
            } else if (effect instanceof Effect.Ping e) {
                SessionConnection sessionConnection = current;
                Connection connection = sessionConnection == null ? null : sessionConnection.connection();
                if (sessionConnection != null
                        && connection != null
                        && sessionConnection.generation() == e.generation()) {
                    later(connection::ping);
                }
            } else {
                throw new IllegalStateException("no action for " + effect);
            }
        }

        @GuardedBy("SessionRunner.this.lock")
        private void disconnect(Effect.Disconnect e) {
            Connection connection = connectionToEnd(e.generation());
            if (connection != null) {
                later(() -> {
                    if (e.ending() == Effect.Ending.CLOSE) {
                        connection.close(Closing.NORMAL, "");
                    } else {
                        connection.abort(e.reason());
                    }
                });
            }
        }

        @GuardedBy("SessionRunner.this.lock")
        private void send(Effect.Send send) {
            Lane lane = send.urgency() == Effect.Urgency.RESPONSE ? Lane.CONTROL : Lane.DATA;
            Connection before = written;
            if (queue(send.generation(), send.frame(), lane) == SendResult.FULL) {
                Connection connection = written;
                later(() -> {
                    if (connection != null) {
                        connection.abort("the engine does not read");
                    }
                    log.error("Dropping the connection and connecting again: the engine does not read, and"
                            + " WorkerLimits.outboxBytes wait to be sent");
                });
                written = before;
            }
        }

        @GuardedBy("SessionRunner.this.lock")
        private void sendCall(Effect.SendCall send) {
            PendingCall call = send.call();
            SendResult sent = queue(send.generation(), call.frame(), Lane.DATA);
            if (call.frame().invocationId() == null) {
                Outcome outcome = switch (sent) {
                    case QUEUED -> new Outcome.Sent();
                    case FULL -> new Outcome.Overloaded("bytes that wait to be sent");
                    case CLOSED -> new Outcome.Lost("the connection was lost");
                };
                later(() -> call.completion().done(outcome));
            } else if (sent == SendResult.FULL) {
                later(() -> on(new Input.SendRefused(send.generation(), call.id())));
            }
            // If the connection is closed, its Closed input follows and completes the call.
        }

        @GuardedBy("SessionRunner.this.lock")
        private SendResult queue(int generation, Frame frame, Lane lane) {
            SessionConnection sessionConnection = current;
            Connection connection = sessionConnection == null || sessionConnection.generation() != generation
                    ? null
                    : sessionConnection.connection();
            if (connection == null) {
                return SendResult.CLOSED;
            }
            written = connection;
            try {
                FrameEncoder.encode(frame, buffer.reset());
                return connection.sendText(buffer.array(), 0, buffer.length(), lane);
            } catch (Throwable e) {
                // Probably there is no memory for the frame. Without it, the two sides no longer agree, and a new
                // connection restores that.
                later(() -> connection.abort(
                        "a frame could not be written: " + e.getClass().getName()));
                return SendResult.CLOSED;
            }
        }

        private void later(Runnable effect) {
            List<Runnable> effects = later;
            if (effects == null) {
                effects = new ArrayList<>(2);
                later = effects;
            }
            effects.add(effect);
        }

        /** Performs the remaining effects. Called without the lock. */
        void finish() {
            Connection connection = written;
            if (connection != null) {
                guarded(connection::flush);
            }
            reportEvents();
            if (later != null) {
                later.forEach(SessionRunner::guarded);
            }
        }
    }
}
