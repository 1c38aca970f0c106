package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.net.SocketRoute;
import dev.iii.stub.net.SocketRoutes;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.telemetry.data.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The worker {@code iii-observability}. It stores the telemetry of workers, creates the spans of the engine, and
 * provides functions to read both.
 */
public final class TelemetryWorker implements EngineWorker, SocketRoutes {

    /** The name of this worker. */
    public static final String NAME = "iii-observability";

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION =
            EngineWorkerDefinition.mandatory(NAME, setup -> new TelemetryWorker(TelemetryConfig.read(setup)));

    private final TelemetrySettings options;
    private @Nullable Records records;
    private @Nullable Alerts alerts;
    private @Nullable OtelSockets sockets;
    private @Nullable EngineLines ownLines;

    /** Creates a worker. */
    public TelemetryWorker(TelemetrySettings options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Spans, logs, metrics, alerts, baggage and health.";
    }

    @Override
    public void install(Installer installer) {
        EngineContext engine = installer.engine();
        UnreadableMessages unreadable = new UnreadableMessages(engine.clock());
        SpanReader spanReader = new SpanReader(options.traces().live(), unreadable);
        Records all = new Records(options, engine.clock(), spanReader);
        EngineCounters counters = new EngineCounters(installer.directory());
        Alerts watching = new Alerts(engine, all, counters, options.enabled() ? options.alerts() : List.of());
        Intake intake = new Intake(all, options, engine.clock(), spanReader, unreadable);
        records = all;
        alerts = watching;
        ownLines = new EngineLines(all, options, engine.clock());
        sockets = new OtelSockets(intake, options.connections());
        installer.listen(counters);
        installer.takeTelemetryWith(intake);
        if (options.enabled()) {
            installer.traceWith(new EngineSpans(engine, all, options));
            installTriggerTypes(installer, all);
        }
        TraceFunctions.install(installer, all, options);
        LogFunctions.install(installer, all, options);
        LogListFunctions.install(installer, all);
        MetricFunctions.install(installer, all, counters);
        AlertFunctions.install(installer, watching, options);
        SamplingFunction.install(installer, options);
        BaggageFunctions.install(installer);
        HealthFunction.install(installer, all, options);
    }

    private static void installTriggerTypes(Installer installer, Records records) {
        LogTriggers logTriggers = new LogTriggers(installer.engine());
        TraceTriggers traceTriggers = new TraceTriggers(installer.engine());
        installer.triggerType(
                new TriggerTypeSpec("log", "A log line was written", LogTriggers.CONFIG.schema(), null), logTriggers);
        installer.triggerType(
                new TriggerTypeSpec("trace", "Spans were recorded", TraceTriggers.CONFIG.schema(), null),
                traceTriggers);
        records.onLogs(logTriggers::observe);
        records.onSpans(traceTriggers);
    }

    /**
     * Returns the stored telemetry.
     *
     * @throws IllegalStateException if the worker is not installed
     */
    public Telemetry telemetry() {
        return installed(records);
    }

    /**
     * Stores a line of the engine's own log, as the real engine does. Log lines of workers are ignored, because they
     * were stored before they were written to the engine's log.
     *
     * @param logger the name of the logger
     */
    public void engineLine(Level level, String logger, String text) {
        if (!logger.equals(WorkerLog.NAME)) {
            installed(ownLines).write(level, logger, text);
        }
    }

    @Override
    public List<SocketRoute> routes() {
        return List.of(SocketRoute.guarded("/otel", installed(sockets)));
    }

    @Override
    public void start() {
        installed(alerts).start();
    }

    @Override
    public void close() {
        try {
            installed(alerts).close();
        } finally {
            installed(sockets).close();
        }
    }

    private static <T> T installed(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the worker is not installed");
        }
        return part;
    }
}
