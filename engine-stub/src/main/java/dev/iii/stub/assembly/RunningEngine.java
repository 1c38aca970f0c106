package dev.iii.stub.assembly;

import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.EngineSettings;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.environment.RandomIds;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.stub.net.Authority;
import dev.iii.stub.net.ConnectionFaults;
import dev.iii.stub.net.LoopClock;
import dev.iii.stub.net.SharedWorkerMemory;
import dev.iii.stub.net.WorkerPort;
import dev.iii.transport.EventLoop;
import dev.iii.transport.SharedLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine with its threads, ports and engine workers, from its start to {@link #close}. Thread-safe. */
public final class RunningEngine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunningEngine.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final List<EventLoop> loops = new ArrayList<>();
    private final List<WorkerPort> ports = new ArrayList<>();
    private final Engine engine;
    private final AllowedOrigins origins;
    private final ConnectionFaults lineFaults = new ConnectionFaults();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<EngineWorker> workers = new ArrayList<>();

    private RunningEngine(StubSettings settings) {
        SharedLimits limits = SharedLimits.ofHeap();
        for (int i = 1; i <= settings.eventLoops(); i++) {
            loops.add(new EventLoop("iii-stub-loop-" + i, limits));
        }
        LoopClock clock = new LoopClock(loops.get(0));
        this.origins = new AllowedOrigins(settings.allowedOrigins(), clock);
        this.engine = new Engine(clock, new RandomIds(), engineSettings(settings, limits));
    }

    /**
     * Starts an engine. When this method returns, workers can connect.
     *
     * @throws IOException if a port cannot be opened; the message is one line for the user
     * @throws dev.iii.stub.config.ConfigException if a value of the config file is invalid
     */
    public static RunningEngine start(StubSettings settings) throws IOException {
        return start(settings, EngineWorkers.ALL);
    }

    /** Starts an engine like {@link #start(StubSettings)}, with the given kinds of engine workers. */
    static RunningEngine start(StubSettings settings, EngineWorkers kinds) throws IOException {
        RunningEngine engine = new RunningEngine(settings);
        try {
            engine.open(settings, kinds);
            return engine;
        } catch (IOException | RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    private static EngineSettings engineSettings(StubSettings settings, SharedLimits limits) {
        EngineConfig config = settings.config();
        Duration grace = settings.namespaceGrace();
        if (grace == null && config != null) {
            grace = config.namespaceGrace();
        }
        EngineSettings defaults = EngineSettings.DEFAULT;
        return new EngineSettings(
                grace == null ? defaults.namespaceGrace() : grace,
                defaults.maxHeldBytes(),
                SharedWorkerMemory.ofRegistrations(limits),
                SharedWorkerMemory.ofPending(limits));
    }

    private void open(StubSettings settings, EngineWorkers kinds) throws IOException {
        EngineConfig config = settings.config();
        if (config != null) {
            config.warnings().forEach(log::warn);
        }
        workers.addAll(kinds.create(settings, loops, origins));
        workers.forEach(engine::install);
        engine.start();
        ports.addAll(WorkerPorts.open(settings, kinds, engine, workers, loops, origins, lineFaults));
        log.debug("The engine stub {} listens for workers on {}", Version.TEXT, workerUrls());
    }

    /** Returns where workers connect, the main port first. */
    public List<URI> workerUrls() {
        return ports.stream().map(port -> url("ws", port.address())).toList();
    }

    /** Returns the URLs of the engine workers that have a separate port, by the names of the workers. */
    public Map<String, URI> listening() {
        Map<String, URI> urls = new LinkedHashMap<>();
        for (EngineWorker worker : engine.engineWorkers()) {
            worker.url().ifPresent(url -> urls.put(worker.name(), URI.create(url)));
        }
        return urls;
    }

    /** Returns the faults of the connections of workers. */
    public ConnectionFaults lineFaults() {
        return lineFaults;
    }

    /**
     * Returns the engine worker of a class, or empty if this engine has none. The engine worker is also returned after
     * {@link #close}, for example to read what it has recorded.
     */
    public <T extends EngineWorker> Optional<T> worker(Class<T> type) {
        return workers.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static URI url(String scheme, InetSocketAddress address) {
        return URI.create(scheme + "://" + Authority.reachable(address));
    }

    /** Closes all connections and ports and ends all threads. Takes at most about one second. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ports.forEach(WorkerPort::close);
        engine.close();
        if (EventLoop.beforeWait()) {
            // Waits for the closing handshakes, so that workers see a regular close and not a broken connection.
            long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
            ports.forEach(port -> port.awaitClosed(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        }
        loops.forEach(EventLoop::close);
    }
}
