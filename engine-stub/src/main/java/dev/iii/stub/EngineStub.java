package dev.iii.stub;

import dev.iii.stub.config.ConfigException;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.EngineSettings;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.environment.RandomIds;
import dev.iii.stub.net.LineFaults;
import dev.iii.stub.net.LoopClock;
import dev.iii.stub.net.WorkerPort;
import dev.iii.stub.pubsub.PubSubWorker;
import dev.iii.stub.telemetry.TelemetryWorker;
import dev.iii.stub.telemetry.data.Telemetry;
import dev.iii.transport.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An engine in this process: workers connect to it as to the real one.
 *
 * <pre>{@code
 * try (EngineStub engine = EngineStub.start()) {
 *     URI url = engine.workerUrl(); // ws://127.0.0.1:…
 * }
 * }</pre>
 *
 * <p>Thread-safe. Its threads are daemons whose names begin with {@code iii-stub}; after {@link #close} none of them is
 * left, and no socket.
 */
public final class EngineStub implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineStub.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final List<EventLoop> loops = new ArrayList<>();
    private final List<WorkerPort> ports = new ArrayList<>();
    private final Engine engine;
    private final LineFaults lines = new LineFaults();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable TelemetryWorker recorder;

    private EngineStub(StubOptions options) {
        for (int i = 1; i <= options.eventLoops(); i++) {
            loops.add(new EventLoop("iii-stub-loop-" + i));
        }
        this.engine = new Engine(new LoopClock(loops.get(0)), new RandomIds(), settings(options));
    }

    /**
     * Starts an engine on free ports of the loopback interface.
     *
     * @throws StubException when it cannot be started
     */
    public static EngineStub start() {
        return start(StubOptions.defaults());
    }

    /**
     * Starts an engine. When this returns, workers can connect.
     *
     * @throws StubException when it cannot be started, for example because a port is in use or a value of the config file
     *     does not fit; the message is one line that says what to do
     */
    public static EngineStub start(StubOptions options) {
        EngineStub stub = new EngineStub(options);
        try {
            stub.open(options);
            return stub;
        } catch (IOException | ConfigException e) {
            stub.close();
            throw new StubException(e);
        } catch (RuntimeException | Error e) {
            stub.close();
            throw e;
        }
    }

    private static EngineSettings settings(StubOptions options) {
        EngineConfig config = options.config();
        Duration grace = options.namespaceGrace();
        if (grace == null && config != null) {
            grace = config.namespaceGrace();
        }
        return new EngineSettings(
                grace == null ? StubOptions.DEFAULT_NAMESPACE_GRACE : grace, EngineSettings.DEFAULT.maxHeldBytes());
    }

    private void open(StubOptions options) throws IOException {
        EngineConfig config = options.config();
        if (config != null) {
            config.warnings().forEach(log::warn);
        }
        for (EngineWorker worker : EngineWorkers.make(options, loops)) {
            engine.install(worker);
            if (worker instanceof TelemetryWorker observing) {
                recorder = observing;
            }
        }
        engine.start();
        ports.addAll(WorkerPorts.open(options, engine, loops, lines));
        log.debug("The engine stub {} listens for workers on {}", Version.TEXT, workerUrl());
    }

    /** Where workers connect, for example {@code ws://127.0.0.1:49134}. */
    public URI workerUrl() {
        return url("ws", ports.get(0).address());
    }

    /** All worker ports, the main one first; more than one when the config file asks for them. */
    public List<URI> workerUrls() {
        return ports.stream().map(port -> url("ws", port.address())).toList();
    }

    /**
     * Where routes of HTTP triggers are served, for example {@code http://127.0.0.1:3111}.
     *
     * @throws IllegalStateException when this engine has no HTTP worker
     */
    public URI httpUrl() {
        return urlOf("iii-http");
    }

    /**
     * Where consumers of streams connect, for example {@code ws://127.0.0.1:3112}.
     *
     * @throws IllegalStateException when this engine has no stream worker
     */
    public URI streamUrl() {
        return urlOf("iii-stream");
    }

    /**
     * What this engine has recorded; can be read after it has been closed as well.
     *
     * @throws IllegalStateException when this engine has no worker {@code iii-observability}
     */
    public Telemetry telemetry() {
        return recorder().telemetry();
    }

    /** What can go wrong with the connections and the subscriptions of workers, for tests. */
    public Faults faults() {
        PubSubWorker pubsub = null;
        for (EngineWorker worker : engine.engineWorkers()) {
            if (worker instanceof PubSubWorker found) {
                pubsub = found;
            }
        }
        return new Faults(lines, pubsub);
    }

    /** A line of this engine's own log was written. */
    void logged(Level level, String logger, String text) {
        recorder().engineLine(level, logger, text);
    }

    private TelemetryWorker recorder() {
        TelemetryWorker worker = recorder;
        if (worker == null) {
            throw new IllegalStateException("this engine has no worker iii-observability");
        }
        return worker;
    }

    private URI urlOf(String worker) {
        URI url = listening().get(worker);
        if (url == null) {
            throw new IllegalStateException("this engine has no worker " + worker);
        }
        return url;
    }

    /** Where the workers of this engine listen that have a port of their own, by name. */
    Map<String, URI> listening() {
        Map<String, URI> urls = new LinkedHashMap<>();
        for (EngineWorker worker : engine.engineWorkers()) {
            worker.url().ifPresent(url -> urls.put(worker.name(), URI.create(url)));
        }
        return urls;
    }

    static URI url(String scheme, InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? WorkerPorts.LOOPBACK : ip.getHostAddress();
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /** Closes all connections and ports and ends all threads, which takes a second at most. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ports.forEach(WorkerPort::close);
        engine.close();
        if (EventLoop.current() == null) {
            // A moment for the closing handshakes, so that workers see an end and not a break.
            long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
            ports.forEach(port -> port.awaitClosed(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        }
        loops.forEach(EventLoop::close);
    }
}
