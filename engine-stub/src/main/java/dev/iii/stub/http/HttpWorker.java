package dev.iii.stub.http;

import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.transport.LogLimiter;
import dev.iii.transport.SharedLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The worker {@code iii-http}: serves functions as routes on a separate HTTP port (engine behaviour, section 14). */
public final class HttpWorker implements EngineWorker {

    /** The name of this worker. */
    public static final String NAME = "iii-http";

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION = EngineWorkerDefinition.of(
                    NAME,
                    setup -> new HttpWorker(
                            HttpConfig.read(setup),
                            setup.shared().loops().get(0).sharedLimits()))
            .withAlias("http")
            .withPort(3111);

    private static final Logger log = BoundedLogger.of(HttpWorker.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;
    private static final Duration MIN_IDLE = Duration.ofMinutes(1);

    /** The objects that every request needs. */
    record RequestContext(
            EngineContext engine,
            HttpOptions options,
            Routes routes,
            RequestTimeouts timeouts,
            Exchange.Errors errors,
            HttpMemory memory) {}

    private final HttpOptions options;
    private final HttpMemory memory;
    private @Nullable RequestContext context;
    private @Nullable HttpPort port;

    /**
     * Creates a worker that listens from the start of the engine on.
     *
     * @param limits the limits that all connections of the engine share
     */
    public HttpWorker(HttpOptions options, SharedLimits limits) {
        this.options = options;
        this.memory = new HttpMemory(limits);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Serves functions as routes of an HTTP port.";
    }

    @Override
    public void install(Installer installer) {
        EngineContext engine = installer.engine();
        Routes routes = new Routes();
        RequestTimeouts timeouts = new RequestTimeouts(engine.clock(), options.timeout());
        LogLimiter limiter = new LogLimiter(engine.clock()::nanoTime, LOG_LINES, LOG_PERIOD);
        context = new RequestContext(
                engine,
                options,
                routes,
                timeouts,
                new RequestFailureLog(engine.clock(), limiter, options.timeout()),
                memory);
        installer.triggerType(new TriggerTypeSpec("http", "HTTP API trigger"), routes);
    }

    @Override
    public void start() throws IOException {
        RequestContext installed = context;
        if (installed == null) {
            throw new IllegalStateException("the worker was started before it was installed");
        }
        Duration idle = options.timeout().multipliedBy(2);
        port = HttpPort.open(
                options.address(),
                HttpPort.Timeouts.withIdle(idle.compareTo(MIN_IDLE) < 0 ? MIN_IDLE : idle),
                new RequestHandler(installed));
        log.debug("HTTP triggers are served on {}", url().orElse(""));
    }

    @Override
    public Optional<String> url() {
        return Optional.ofNullable(port).map(HttpPort::url);
    }

    @Override
    public void close() {
        HttpPort open = port;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            RequestContext installed = context;
            if (installed != null) {
                installed.timeouts().close();
            }
        }
    }
}
