package dev.iii.spring;

import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.error.WorkerRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Connects the worker when all beans exist and the web server listens, and closes it before the web server stops.
 *
 * <p>Spring starts the lowest phase first, and stops the highest one first. The graceful shutdown of the web server has the
 * phase {@code DEFAULT_PHASE - 1024}. A function may therefore call the HTTP endpoints of the application until it has ended.
 */
final class WorkerLifecycle implements SmartLifecycle {

    /** Higher than the phases of the web server, and lower than that of task executors, which functions may use. */
    static final int PHASE = DEFAULT_PHASE - 512;

    private static final Logger log = LoggerFactory.getLogger(WorkerLifecycle.class);

    private final Worker worker;
    private final FunctionBeans functions;
    private final List<WorkerStart> starts;
    private final IiiProperties properties;
    private final Duration drainTime;
    private volatile List<Registration> registrations = List.of();
    private volatile boolean running;

    WorkerLifecycle(
            Worker worker,
            FunctionBeans functions,
            List<WorkerStart> starts,
            IiiProperties properties,
            Duration drainTime) {
        this.worker = worker;
        this.functions = functions;
        this.starts = List.copyOf(starts);
        this.properties = properties;
        this.drainTime = drainTime;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** A worker that was closed cannot connect again. So the cache of test contexts must not pause and restart it. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public void start() {
        if (worker.status() == WorkerStatus.CLOSED && worker.refusal().isEmpty()) {
            throw new IllegalStateException("the worker " + worker.name()
                    + " was closed when the application context was stopped, and cannot start again; close the context, and"
                    + " create a new one");
        }
        registrations = functions.registerAll(worker);
        boolean hasFunctions = !registrations.isEmpty();
        for (WorkerStart start : starts) {
            hasFunctions |= start.beforeConnect();
        }
        running = true;
        keepAlive(hasFunctions);
        worker.connect();
        if (properties.failFast()) {
            awaitEngine();
        }
    }

    private void awaitEngine() {
        Duration timeout = properties.startupTimeout();
        try {
            worker.awaitReady(timeout);
        } catch (WorkerRefusedException e) {
            throw new EngineNotReadyException("the engine has refused the worker: " + e.getMessage(), e);
        } catch (CallException e) {
            throw new EngineNotReadyException(String.valueOf(e.getMessage()), e);
        } catch (IiiException e) {
            throw new EngineNotReadyException("the worker was closed while it started: " + e.getMessage(), e);
        }
        List<String> refused = refused();
        if (!refused.isEmpty()) {
            throw new EngineNotReadyException(
                    "the engine has refused functions of beans: " + String.join("; ", refused), null);
        }
    }

    /** Returns the functions and triggers of beans that the engine has refused, with the reasons. */
    List<String> refused() {
        return registrations.stream()
                .filter(registration -> registration.status() == RegistrationStatus.REFUSED)
                .map(registration -> registration
                        .refusal()
                        .map(refusal -> String.valueOf(refusal.getMessage()))
                        .orElse(registration.id()))
                .collect(Collectors.toList());
    }

    /** The threads of a worker are daemons, so that a program without another thread would end. */
    private void keepAlive(boolean hasFunctions) {
        Boolean wanted = properties.keepAlive();
        if (wanted == null ? !hasFunctions : !wanted) {
            return;
        }
        CompletableFuture<Void> closed = worker.closed();
        Thread thread = new Thread(
                () -> {
                    try {
                        closed.join();
                    } catch (RuntimeException e) {
                        // The SDK has logged why the engine has refused the worker.
                        log.debug("The worker {} no longer keeps the process alive", worker.name(), e);
                    }
                },
                "iii-" + worker.name() + "-keep-alive");
        thread.setDaemon(false);
        thread.start();
    }

    @Override
    public void stop() {
        if (!worker.shutdown(drainTime)) {
            log.warn("The worker {} did not shut down completely within {}", worker.name(), drainTime);
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
