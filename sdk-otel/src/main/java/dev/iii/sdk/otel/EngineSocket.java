package dev.iii.sdk.otel;

import dev.iii.sdk.Reconnect;
import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.SendResult;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's {@code /otel} socket (engine behaviour, section 18): messages go out in order, nothing ever comes back. While
 * there is no connection they wait, in a buffer that is bounded in bytes; what does not fit is dropped and counted.
 *
 * <p>The lock guards everything; it is held for memory work only. One thread of its own, which ends with {@link #close}.
 */
final class EngineSocket implements ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(EngineTelemetry.class);

    private static final Duration PING_EVERY = Duration.ofSeconds(20);
    private static final Duration SILENT_AFTER = Duration.ofSeconds(60);

    private static final class Waiting {
        final byte[] message;
        final CompletableResultCode result = new CompletableResultCode();

        Waiting(byte[] message) {
            this.message = message;
        }
    }

    private final ConnectRequest request;
    private final Reconnect reconnect;
    private final long maxWaitingBytes;
    private final EventLoop loop;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long dropped;
    private long failed;
    private long openedAt;
    private int tries;
    private boolean closed;
    private @Nullable Connection connection;

    EngineSocket(ConnectRequest request, Reconnect reconnect, long maxWaitingBytes) {
        this.request = request;
        this.reconnect = reconnect;
        this.maxWaitingBytes = maxWaitingBytes;
        this.loop = new EventLoop("iii-telemetry-io");
    }

    void start() {
        connect();
    }

    EventLoop loop() {
        return loop;
    }

    /** The message goes out as soon as it can; the result says whether it was given to a connection. Any thread. */
    CompletableResultCode send(byte[] message) {
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
                    || open.sendBinary(message, 0, message.length, Lane.DATA) != SendResult.QUEUED) {
                return wait(message);
            }
        } finally {
            lock.unlock();
        }
        open.flush();
        return CompletableResultCode.ofSuccess();
    }

    private CompletableResultCode wait(byte[] message) {
        if (waitingBytes + message.length > maxWaitingBytes) {
            dropped++;
            failed++;
            return CompletableResultCode.ofFailure();
        }
        Waiting last = new Waiting(message);
        waiting.add(last);
        waitingBytes += message.length;
        return last.result;
    }

    /** How many messages were not given to a connection and never will be; only grows. */
    long failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /** Gives what waits to the connection, as far as it takes it. */
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

    // ---------------------------------------------------------------- the connection, on the loop

    private void connect() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        loop.connect(request, this);
    }

    @Override
    public void onOpen(Connection opened) {
        lock.lock();
        try {
            connection = opened;
            openedAt = System.nanoTime();
            if (closed) {
                opened.close(Closing.NORMAL, "");
                return;
            }
            if (dropped > 0) {
                log.warn(
                        "{} messages with telemetry were dropped while there was no connection to the engine", dropped);
                dropped = 0;
            }
        } finally {
            lock.unlock();
        }
        log.debug("Telemetry goes to {}", request.displayAddress());
        watch(opened);
        drain();
    }

    private void watch(Connection opened) {
        loop.schedule(PING_EVERY, () -> {
            if (!isCurrent(opened)) {
                return;
            }
            if (System.nanoTime() - opened.lastReceivedNanos() > SILENT_AFTER.toNanos()) {
                opened.abort("the engine is silent");
            } else {
                opened.ping();
                watch(opened);
            }
        });
    }

    private boolean isCurrent(Connection opened) {
        lock.lock();
        try {
            return connection == opened;
        } finally {
            lock.unlock();
        }
    }

    /** The only text that an engine sends here is a refusal. */
    @Override
    public void onText(Connection from, byte[] utf8) {
        if (new String(utf8, StandardCharsets.UTF_8).contains("AUTH_ERROR")) {
            log.error(
                    "The engine at {} refuses the telemetry of this process (AUTH_ERROR); it is not sent any more."
                            + " The headers of the telemetry options must be those that the worker has",
                    request.displayAddress());
            giveUp();
        }
    }

    @Override
    public void onBinary(Connection from, byte[] bytes) {
        // An engine never sends any.
    }

    @Override
    public void onDrained(Connection from) {
        drain();
    }

    @Override
    public void onClosed(Closing closing) {
        Duration pause;
        lock.lock();
        try {
            boolean stable = connection != null
                    && System.nanoTime() - openedAt > reconnect.stableAfter().toNanos();
            connection = null;
            if (closed) {
                ended.countDown();
                return;
            }
            tries = stable ? 1 : tries + 1;
            pause = pause(tries);
        } finally {
            lock.unlock();
        }
        log.debug(
                "No connection for telemetry to {}: {}; next try in {} ms",
                request.displayAddress(),
                closing.reason(),
                pause.toMillis());
        loop.schedule(pause, this::connect);
    }

    private Duration pause(int tries) {
        double longest = (double) reconnect.max().toMillis();
        double millis =
                Math.min(reconnect.initial().toMillis() * Math.pow(reconnect.multiplier(), tries - 1.0), longest);
        double chance =
                1 + reconnect.jitter() * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis(Math.round(millis * chance));
    }

    // ---------------------------------------------------------------- the end

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

    /** Sends what was given to the connection, closes it and ends the thread; fails what waits. */
    void close(Duration patience) {
        giveUp();
        Connection open;
        lock.lock();
        try {
            open = connection;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close(Closing.NORMAL, "");
            await(patience);
        }
        loop.close();
    }

    private void await(Duration patience) {
        try {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                log.debug("The engine has not answered the closing of the telemetry socket within {}", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
