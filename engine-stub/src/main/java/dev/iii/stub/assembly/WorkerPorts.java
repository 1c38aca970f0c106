package dev.iii.stub.assembly;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.stub.net.ConnectionFaults;
import dev.iii.stub.net.PortException;
import dev.iii.stub.net.SocketRoute;
import dev.iii.stub.net.SocketRoutes;
import dev.iii.stub.net.WorkerPort;
import dev.iii.stub.rbac.Guard;
import dev.iii.stub.rbac.GuardConfig;
import dev.iii.stub.rbac.GuardRules;
import dev.iii.stub.setup.EngineWorkerSetup;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker ports of an engine: one for each entry of the config file that is a worker port, and at least one. */
final class WorkerPorts {

    private static final Logger log = LoggerFactory.getLogger(WorkerPorts.class);

    /** The main worker port of the real engine. */
    private static final int STANDARD_PORT = 49134;

    private static final long MAX_TIMEOUT_MS = Duration.ofHours(1).toMillis();

    private WorkerPorts() {}

    /** Opens the ports, the main one first. If one cannot be opened, the others are closed again. */
    static List<WorkerPort> open(
            StubSettings settings,
            EngineWorkers kinds,
            Engine engine,
            List<EngineWorker> engineWorkers,
            List<EventLoop> loops,
            AllowedOrigins origins,
            ConnectionFaults faults)
            throws PortException {
        List<SocketRoute> routes = new ArrayList<>();
        for (EngineWorker worker : engineWorkers) {
            if (worker instanceof SocketRoutes served) {
                routes.addAll(served.routes());
            }
        }
        List<WorkerPort> ports = new ArrayList<>();
        try {
            for (Entry entry : entries(settings, kinds)) {
                Limits limits = limits(settings, entry.handshakeTimeout());
                GuardRules rules = entry.rules();
                Admission admission = rules == null ? Admission.OPEN : new Guard(engine, rules);
                WorkerPort.Options options = new WorkerPort.Options(admission, limits, routes, origins, faults);
                ports.add(WorkerPort.listen(loops, entry.address(), engine, options));
            }
        } catch (PortException e) {
            ports.forEach(WorkerPort::close);
            throw e;
        }
        return ports;
    }

    /** Returns the limits of a connection. */
    static Limits limits(StubSettings settings) {
        return limits(settings, Limits.DEFAULT.handshakeTimeout());
    }

    private static Limits limits(StubSettings settings, Duration handshakeTimeout) {
        return new Limits(
                settings.maxMessageBytes(),
                Limits.DEFAULT.maxFragments(),
                settings.maxOutboxBytes(),
                handshakeTimeout,
                Limits.DEFAULT.closeTimeout());
    }

    /** One port. If it has no rules, every worker may connect and do everything. */
    private record Entry(
            InetSocketAddress address,
            Duration handshakeTimeout,
            @Nullable GuardRules rules) {}

    private static List<Entry> entries(StubSettings settings, EngineWorkers kinds) {
        EngineConfig config = settings.config();
        List<Entry> entries = new ArrayList<>();
        if (config != null) {
            for (EngineConfig.WorkerEntry worker : config.workers()) {
                if (kinds.isWorkerPort(worker)) {
                    entries.add(entry(worker, settings, entries.isEmpty()));
                }
            }
        }
        if (entries.isEmpty()) {
            int port = settings.standardPorts() ? STANDARD_PORT : 0;
            entries.add(new Entry(address(settings, null, null, port, true), Limits.DEFAULT.handshakeTimeout(), null));
        }
        for (StubSettings.GuardedPort guarded : settings.guardedPorts()) {
            InetSocketAddress address = address(settings, null, guarded.port(), 0, false);
            entries.add(new Entry(address, Limits.DEFAULT.handshakeTimeout(), guarded.rules()));
        }
        return entries;
    }

    private static Entry entry(EngineConfig.WorkerEntry worker, StubSettings settings, boolean main) {
        ConfigSection section = worker.config();
        String host = section.string("host");
        Integer port = section.port("port");
        Duration timeout = section.millis("handshake_timeout_ms", Limits.DEFAULT.handshakeTimeout(), 1, MAX_TIMEOUT_MS);
        GuardRules rules = GuardConfig.read(section);
        section.unknownKeys().forEach(log::warn);
        return new Entry(address(settings, host, port, STANDARD_PORT, main), timeout, rules);
    }

    private static InetSocketAddress address(
            StubSettings settings, @Nullable String host, @Nullable Integer port, int absent, boolean main) {
        String fileHost = host == null ? EngineWorkerSetup.LOOPBACK : host;
        String optionHost = settings.host();
        int filePort = port == null ? absent : port;
        Integer optionPort = settings.port();
        return new InetSocketAddress(
                optionHost == null ? fileHost : optionHost, main && optionPort != null ? optionPort : filePort);
    }
}
