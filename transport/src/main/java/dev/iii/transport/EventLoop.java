package dev.iii.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads sockets, keeps time and runs small tasks.
 *
 * <p>A turn of the loop: wait for sockets, tasks or time; read what is there and call the listeners; run what is due;
 * then flush every connection that was sent to meanwhile. Nothing on this thread may block.
 */
public final class EventLoop implements AutoCloseable {

    /** What becomes of a ready key; the attachment of every key of the loop. */
    interface KeyHandler {
        void ready(SelectionKey key) throws IOException;
    }

    /** Something that will run at a time. */
    public static final class Timer implements Comparable<Timer> {
        private final long atNanos;
        private final Runnable task;
        private volatile boolean cancelled;

        Timer(long atNanos, Runnable task) {
            this.atNanos = atNanos;
            this.task = task;
        }

        /** It will not run, unless it is running. */
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.compare(atNanos - other.atNanos, 0);
        }
    }

    private static final class LoopThread extends Thread {
        private final EventLoop loop;

        LoopThread(EventLoop loop, String name) {
            super(null, loop::run, name, 0, false);
            this.loop = loop;
            setDaemon(true);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final int READ_BUFFER = 128 * 1024;
    /** How often one connection is read in a turn, so that a fast peer does not starve the others. */
    private static final int READS_PER_TURN = 4;

    private static final long CLOSE_WAIT_SECONDS = 10;

    private final Selector selector;
    private final LoopThread thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    private volatile boolean stopping;

    // Owned by the loop's thread.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Set<Connecting> connecting = new HashSet<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocate(READ_BUFFER);
    private List<Connection> dirty = new ArrayList<>();
    private List<Connection> flushing = new ArrayList<>();

    /** Starts a daemon thread of this name. */
    public EventLoop(String threadName) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector can be opened; are there file descriptors left?", e);
        }
        thread = new LoopThread(this, threadName);
        thread.start();
    }

    /** The loop that the current thread belongs to, or {@code null} on any other thread. */
    public static @Nullable EventLoop current() {
        return Thread.currentThread() instanceof LoopThread t ? t.loop : null;
    }

    /** Runs the task on the loop: at once when called there, otherwise soon. Ignored after {@link #close}. */
    public void execute(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            enqueue(task);
        }
    }

    private void enqueue(Runnable task) {
        tasks.add(task);
        if (wakeupPending.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Runs the task on the loop after the delay. */
    public Timer schedule(Duration delay, Runnable task) {
        return scheduleAt(System.nanoTime() + delay.toNanos(), task);
    }

    /** Runs the task on the loop at a time of {@link System#nanoTime}. */
    public Timer scheduleAt(long atNanos, Runnable task) {
        Timer timer = new Timer(atNanos, task);
        execute(() -> timers.add(timer));
        return timer;
    }

    /**
     * Connects as a client. Every outcome reaches the listener: {@code onOpen} after the upgrade, or {@code onClosed},
     * at the latest after the handshake timeout.
     */
    public void connect(ConnectRequest request, ConnectionListener listener) {
        execute(() -> new Connecting(request, listener).begin());
    }

    /** Drops all connections, ends the thread and waits for its end, unless called on it. Idempotent. */
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_WAIT_SECONDS));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        } else if (thread.isAlive()) {
            log.warn("The thread {} has not ended within {} s", thread.getName(), CLOSE_WAIT_SECONDS);
        }
    }

    // ---------------------------------------------------------------- on the loop

    Selector selector() {
        return selector;
    }

    void remember(Connection connection) {
        connections.add(connection);
    }

    void forget(Connection connection) {
        connections.remove(connection);
    }

    /**
     * Flushes the connection, which may belong to another loop, at the end of this turn. The mark avoids most repeated
     * entries; another loop may overwrite it, which costs a flush with nothing to do.
     */
    void flushLater(Connection connection) {
        if (connection.dirtyIn != this) {
            connection.dirtyIn = this;
            dirty.add(connection);
        }
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (ClosedSelectorException e) {
            log.debug("The selector was closed", e);
        } catch (Throwable e) {
            log.error("The thread {} ends because of an error", thread.getName(), e);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        wakeupPending.set(false);
        long wait = tasks.isEmpty() ? untilNextTimer() : 0;
        if (wait == 0) {
            selector.selectNow(this::handle);
        } else if (wait < 0) {
            selector.select(this::handle);
        } else {
            selector.select(this::handle, wait);
        }
        runTasks();
        runTimers();
        flushDirty();
    }

    /** Milliseconds, rounded up so that a timer is not early; -1 without timers. */
    private long untilNextTimer() {
        Timer next;
        while ((next = timers.peek()) != null) {
            if (!next.cancelled) {
                long nanos = next.atNanos - System.nanoTime();
                return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
            }
            timers.poll();
        }
        return -1;
    }

    private void handle(SelectionKey key) {
        KeyHandler handler = (KeyHandler) key.attachment();
        try {
            handler.ready(key);
        } catch (Throwable e) {
            log.error("Handling a socket failed", e);
            key.cancel();
        }
    }

    private void runTasks() {
        // Only what is there now: a task that adds another must not keep the sockets waiting.
        ArrayDeque<Runnable> now = new ArrayDeque<>();
        Runnable task;
        while ((task = tasks.poll()) != null) {
            now.add(task);
        }
        now.forEach(EventLoop::runGuarded);
    }

    private void runTimers() {
        Timer next;
        while ((next = timers.peek()) != null && (next.cancelled || next.atNanos - System.nanoTime() <= 0)) {
            timers.poll();
            if (!next.cancelled) {
                runGuarded(next.task);
            }
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("A task of an event loop failed", e);
        }
    }

    private void flushDirty() {
        while (!dirty.isEmpty()) {
            List<Connection> now = dirty;
            dirty = flushing;
            flushing = now;
            for (Connection connection : now) {
                connection.dirtyIn = null;
                connection.flushNow(false);
            }
            now.clear();
        }
    }

    private void end() {
        List.copyOf(connecting).forEach(attempt -> attempt.fail("the event loop was closed"));
        for (Connection connection : List.copyOf(connections)) {
            connection.finish(new Closing(Closing.GOING_AWAY, "the event loop was closed", false, true));
        }
        for (SelectionKey key : selector.keys()) {
            try {
                key.channel().close();
            } catch (IOException e) {
                log.debug("Closing a socket failed: {}", e.toString());
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("Closing a selector failed: {}", e.toString());
        }
    }

    /** Moves bytes between a socket and its connection. */
    KeyHandler pump(Connection connection) {
        return key -> {
            if (key.isWritable()) {
                connection.flushNow(true);
            }
            if (key.isValid() && key.isReadable()) {
                read(connection, (SocketChannel) key.channel());
            }
        };
    }

    private void read(Connection connection, SocketChannel channel) {
        try {
            for (int reads = 0; reads < READS_PER_TURN && channel.isOpen(); reads++) {
                readBuffer.clear();
                int count = channel.read(readBuffer);
                if (count < 0) {
                    connection.endOfStream();
                    return;
                }
                readBuffer.flip();
                boolean more = count == readBuffer.capacity();
                if (count > 0) {
                    connection.received(readBuffer);
                }
                if (!more) {
                    return;
                }
            }
        } catch (IOException e) {
            connection.failed(e);
        } catch (RuntimeException | Error e) {
            log.error("Reading a connection failed", e);
            connection.failed(e);
        }
    }

    /** A TCP connection on its way, to one address of the host after the other. */
    private final class Connecting {

        private final ConnectRequest request;
        private final ConnectionListener listener;
        private final Timer deadline;
        private @Nullable SocketChannel channel;
        private ArrayDeque<InetAddress> addresses = new ArrayDeque<>();
        private String lastFailure = "no address";
        private boolean done;
        private @Nullable Connection connection;

        Connecting(ConnectRequest request, ConnectionListener listener) {
            this.request = request;
            this.listener = listener;
            Duration timeout = request.limits().handshakeTimeout();
            this.deadline = schedule(timeout, () -> expire(timeout));
        }

        void begin() {
            connecting.add(this);
            try {
                addresses = new ArrayDeque<>(
                        Arrays.asList(InetAddress.getAllByName(request.uri().getHost())));
            } catch (UnknownHostException e) {
                fail("the host " + request.uri().getHost() + " is unknown");
                return;
            }
            tryNext();
        }

        private void tryNext() {
            InetAddress address = addresses.poll();
            if (address == null) {
                fail(lastFailure);
                return;
            }
            try {
                SocketChannel opening = SocketChannel.open();
                channel = opening;
                opening.configureBlocking(false);
                opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
                boolean connected = opening.connect(new InetSocketAddress(address, request.port()));
                SelectionKey key = opening.register(
                        selector, connected ? 0 : SelectionKey.OP_CONNECT, (KeyHandler) this::connectable);
                if (connected) {
                    upgrade(key, opening);
                }
            } catch (IOException | RuntimeException e) {
                nextAfter(e);
            }
        }

        private void connectable(SelectionKey key) {
            SocketChannel socket = (SocketChannel) key.channel();
            try {
                if (socket.finishConnect()) {
                    upgrade(key, socket);
                }
            } catch (IOException e) {
                nextAfter(e);
            }
        }

        private void nextAfter(Exception e) {
            lastFailure = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
            closeChannel();
            tryNext();
        }

        private void upgrade(SelectionKey key, SocketChannel connected) {
            done = true;
            connecting.remove(this);
            Connection made = new Connection(EventLoop.this, connected, request.limits(), listener);
            connection = made;
            remember(made);
            key.attach(pump(made));
            key.interestOps(SelectionKey.OP_READ);
            made.startHandshake(key, request, deadline);
        }

        private void expire(Duration timeout) {
            Connection made = connection;
            if (made != null) {
                made.finish(new Closing(
                        Closing.ABNORMAL,
                        "no answer to the upgrade within " + timeout.toMillis() + " ms",
                        false,
                        false));
            } else {
                fail("no TCP connection within " + timeout.toMillis() + " ms");
            }
        }

        private void fail(String why) {
            if (done) {
                return;
            }
            done = true;
            deadline.cancel();
            closeChannel();
            connecting.remove(this);
            try {
                listener.onClosed(new Closing(Closing.ABNORMAL, why, false, false));
            } catch (Throwable e) {
                log.error("A listener failed when it was told that it could not be connected", e);
            }
        }

        private void closeChannel() {
            SocketChannel open = channel;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    log.debug("Closing a socket failed: {}", e.toString());
                }
            }
        }
    }
}
