package dev.iii.sdk.otel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.sdk.internal.connection.ConnectionKeeper;
import dev.iii.sdk.internal.socket.ReconnectingSocket;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains a connection to the engine's {@code /otel} socket (engine behaviour, section 18) and sends messages in order.
 * The engine does not reply. Messages that cannot be sent wait in a buffer with a limit in bytes. A message that exceeds
 * the limit is dropped and counted.
 *
 * <p>Thread-safe. One lock guards the state and is never held during I/O. A dedicated I/O thread serves the connection
 * until {@link #close}.
 */
final class EngineSocket implements ReconnectingSocket.Handler {

    private static final Logger log = LoggerFactory.getLogger(EngineTelemetry.class);
    /** The least time that the I/O thread has to end. */
    private static final Duration LEAST_STOP = Duration.ofMillis(100);

    private static final class Waiting {
        final byte[] message;
        final CompletableResultCode result = new CompletableResultCode();

        Waiting(byte[] message) {
            this.message = message;
        }
    }

    private final ConnectRequest request;
    private final long maxWaitingBytes;
    private final EventLoop loop;
    private final ReconnectingSocket socket;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private long waitingBytes;

    @GuardedBy("lock")
    private long dropped;

    @GuardedBy("lock")
    private long failed;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private @Nullable Connection connection;

    EngineSocket(ConnectRequest request, Reconnect reconnect, long maxWaitingBytes) {
        this.request = request;
        this.maxWaitingBytes = maxWaitingBytes;
        this.loop = new EventLoop("iii-telemetry-io");
        this.socket = new ReconnectingSocket(
                request,
                loop,
                new ConnectionKeeper(reconnect, Heartbeat.DEFAULT, new SplittableRandom(new SecureRandom().nextLong())),
                this);
    }

    void start() {
        loop.execute(socket::connect);
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Sends a message as soon as possible. May be called on any thread.
     *
     * @param bytes contains the message at its beginning; it may be changed when this method has returned
     * @param length the length of the message
     * @return a result that succeeds when a connection has accepted the message, and fails if the message is dropped
     */
    CompletableResultCode send(byte[] bytes, int length) {
        Connection open;
        lock.lock();
        try {
            if (closed) {
                failed++;
                return CompletableResultCode.ofFailure();
            }
            open = connection;
            if (open == null
                    || !waiting.isEmpty()
                    || open.sendBinary(bytes, 0, length, Lane.DATA) != SendResult.QUEUED) {
                return wait(bytes, length);
            }
        } finally {
            lock.unlock();
        }
        open.flush();
        return CompletableResultCode.ofSuccess();
    }

    @GuardedBy("lock")
    private CompletableResultCode wait(byte[] bytes, int length) {
        if (waitingBytes + length > maxWaitingBytes) {
            dropped++;
            failed++;
            return CompletableResultCode.ofFailure();
        }
        Waiting last = new Waiting(Arrays.copyOf(bytes, length));
        waiting.add(last);
        waitingBytes += length;
        return last.result;
    }

    /** Returns the number of messages that were dropped since the start. It never decreases. */
    long failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /** Passes the waiting messages to the connection until its outbox is full. */
    private void drain() {
        List<CompletableResultCode> sent = new ArrayList<>();
        Connection open;
        lock.lock();
        try {
            open = connection;
            Waiting next = waiting.peek();
            while (open != null
                    && next != null
                    && open.sendBinary(next.message, 0, next.message.length, Lane.DATA) == SendResult.QUEUED) {
                waiting.remove();
                waitingBytes -= next.message.length;
                sent.add(next.result);
                next = waiting.peek();
            }
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.flush();
        }
        sent.forEach(CompletableResultCode::succeed);
    }

    // ---------------------------------------------------------------- connection; runs on the I/O thread

    @Override
    public void onOpen(Connection opened) {
        lock.lock();
        try {
            connection = opened;
            if (dropped > 0) {
                log.warn(
                        "Dropped {} telemetry messages because the buffer was full; increase bufferBytes to keep more",
                        dropped);
                dropped = 0;
            }
        } finally {
            lock.unlock();
        }
        log.debug("Telemetry is connected to {}", request.displayAddress());
        drain();
    }

    /** Called for a text message. On this socket the engine sends text only to refuse the connection. */
    @Override
    public void onText(byte[] utf8) {
        if (new String(utf8, StandardCharsets.UTF_8).contains("AUTH_ERROR")) {
            log.error(
                    "The engine at {} refused the telemetry connection (AUTH_ERROR); no more telemetry is sent."
                            + " Set the same headers in the telemetry options as in the worker options",
                    request.displayAddress());
            giveUp();
            socket.close();
        }
    }

    @Override
    public void onBinary(byte[] bytes) {
        // The engine never sends a binary message.
    }

    @Override
    public void onDrained() {
        drain();
    }

    @Override
    public void onLost(String reason, Duration delay) {
        disconnected();
        log.debug(
                "Telemetry is not connected to {}: {}; reconnecting in {} ms",
                request.displayAddress(),
                reason,
                delay.toMillis());
    }

    @Override
    public void onEnded() {
        disconnected();
        ended.countDown();
    }

    private void disconnected() {
        lock.lock();
        try {
            connection = null;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- shutdown

    private void giveUp() {
        List<Waiting> lost;
        lock.lock();
        try {
            closed = true;
            failed += waiting.size();
            lost = new ArrayList<>(waiting);
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        lost.forEach(one -> one.result.fail());
    }

    /**
     * Fails the waiting messages, sends the messages that the connection has accepted, closes the connection and stops the
     * I/O thread.
     *
     * @param patience the maximum time to wait for the engine to confirm the close, and for the I/O thread, which has at least
     *     {@link #LEAST_STOP}
     */
    void close(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            giveUp();
            Connection open;
            lock.lock();
            try {
                open = connection;
            } finally {
                lock.unlock();
            }
            if (open != null) {
                loop.execute(socket::close);
                await(patience);
            }
        } finally {
            long left = end - System.nanoTime();
            loop.close(left > LEAST_STOP.toNanos() ? Duration.ofNanos(left) : LEAST_STOP);
        }
    }

    private void await(Duration patience) {
        try {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                log.debug("The engine did not confirm the close of the telemetry connection within {}", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
