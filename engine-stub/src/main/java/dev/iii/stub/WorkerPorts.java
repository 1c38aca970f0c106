package dev.iii.stub;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.net.LineFaults;
import dev.iii.stub.net.PortException;
import dev.iii.stub.net.SocketRoutes;
import dev.iii.stub.net.WorkerPort;
import dev.iii.stub.rbac.Guard;
import dev.iii.stub.rbac.GuardRules;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker ports of an engine: one, or as many as the config file has {@code iii-worker-manager} entries. */
final class WorkerPorts {

    private static final Logger log = LoggerFactory.getLogger(WorkerPorts.class);

    static final int DEFAULT_PORT = 49134;
    static final int DEFAULT_STREAM_PORT = 3112;
    static final String LOOPBACK = "127.0.0.1";

    /** Paths that are for workers only, like {@code /}. A channel is guarded by its key. */
    private static final Set<String> GUARDED_PATHS = Set.of("/otel");

    private static final long MAX_TIMEOUT_MS = Duration.ofHours(1).toMillis();

    private WorkerPorts() {}

    /** Opens the ports, the main one first. On failure those that were opened are closed again. */
    static List<WorkerPort> open(StubOptions options, Engine engine, List<EventLoop> loops, LineFaults faults)
            throws PortException {
        Map<String, UpgradeHandler> routes = new HashMap<>();
        for (EngineWorker worker : engine.engineWorkers()) {
            if (worker instanceof SocketRoutes served) {
                routes.putAll(served.routes());
            }
        }
        List<WorkerPort> ports = new ArrayList<>();
        try {
            for (Entry entry : entries(options)) {
                Limits limits = limits(options, entry.handshakeTimeout());
                GuardRules rules = entry.rules();
                Admission admission = rules == null ? Admission.OPEN : new Guard(engine, rules);
                WorkerPort.Visitors visitors =
                        new WorkerPort.Visitors(admission, limits, routes, GUARDED_PATHS, faults);
                ports.add(WorkerPort.listen(loops, entry.address(), engine, visitors));
            }
        } catch (PortException e) {
            ports.forEach(WorkerPort::close);
            throw e;
        }
        return ports;
    }

    /** What a connection may cost. */
    static Limits limits(StubOptions options, Duration handshakeTimeout) {
        return new Limits(
                options.maxMessageBytes(),
                Limits.DEFAULT.maxFragments(),
                options.maxOutboxBytes(),
                handshakeTimeout,
                Limits.DEFAULT.closeTimeout());
    }

    /** A port; without rules it is open to everybody. */
    private record Entry(
            InetSocketAddress address,
            Duration handshakeTimeout,
            @Nullable GuardRules rules) {}

    private static List<Entry> entries(StubOptions options) {
        EngineConfig config = options.config();
        List<Entry> entries = new ArrayList<>();
        if (config != null) {
            for (EngineConfig.WorkerEntry worker : config.workers()) {
                if (worker.name().equals(EngineWorkers.WORKER_MANAGER)) {
                    entries.add(entry(worker, options, entries.isEmpty()));
                }
            }
        }
        if (entries.isEmpty()) {
            int port = config == null ? 0 : DEFAULT_PORT;
            entries.add(new Entry(address(options, null, null, port, true), Limits.DEFAULT.handshakeTimeout(), null));
        }
        for (GuardOptions guarded : options.guardedPorts()) {
            InetSocketAddress address = address(options, null, guarded.port(), 0, false);
            entries.add(new Entry(address, Limits.DEFAULT.handshakeTimeout(), guarded.rules()));
        }
        return entries;
    }

    private static Entry entry(EngineConfig.WorkerEntry worker, StubOptions options, boolean main) {
        ConfigSection section = worker.config();
        String host = section.string("host");
        Integer port = section.port("port");
        Duration timeout = section.millis("handshake_timeout_ms", Limits.DEFAULT.handshakeTimeout(), 1, MAX_TIMEOUT_MS);
        GuardRules rules = GuardConfig.read(section);
        section.unknownKeys().forEach(log::warn);
        return new Entry(address(options, host, port, DEFAULT_PORT, main), timeout, rules);
    }

    /**
     * Where a port beside the worker ports is: what the options say, what the section says, or the default.
     *
     * @param optionPort what the options say about the port
     * @param absent the port when nobody says one and there is a config file; without one it is a free one
     */
    static InetSocketAddress address(
            StubOptions options, ConfigSection section, @Nullable Integer optionPort, int absent) {
        String fileHost = section.string("host", LOOPBACK);
        Integer filePort = section.port("port");
        String optionHost = options.host();
        int fallback = options.config() == null ? 0 : absent;
        int port = filePort == null ? fallback : filePort;
        return new InetSocketAddress(
                optionHost == null ? fileHost : optionHost, optionPort == null ? port : optionPort);
    }

    private static InetSocketAddress address(
            StubOptions options, @Nullable String host, @Nullable Integer port, int absent, boolean main) {
        String fileHost = host == null ? LOOPBACK : host;
        String optionHost = options.host();
        int filePort = port == null ? absent : port;
        Integer optionPort = options.port();
        return new InetSocketAddress(
                optionHost == null ? fileHost : optionHost, main && optionPort != null ? optionPort : filePort);
    }
}
