package dev.iii.spring;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.CallRefusedException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.IiiException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a worker can be called. Its status alone is not sufficient: a connection that was lost without being closed
 * counts as ready until the heartbeat times out. So the check also calls a function of the engine. Thread-safe.
 */
final class WorkerHealth {

    /** A function that every engine has, and which has no effect. */
    private static final String PROBE = "engine::baggage::get_all";

    private final Worker worker;
    private final String engine;
    private final Duration timeout;
    private final @Nullable WorkerLifecycle lifecycle;

    /**
     * @param engine the address of the engine, without secrets
     * @param timeout the maximum time that the engine may take to answer
     */
    WorkerHealth(Worker worker, String engine, Duration timeout, @Nullable WorkerLifecycle lifecycle) {
        this.worker = worker;
        this.engine = engine;
        this.timeout = timeout;
        this.lifecycle = lifecycle;
    }

    static WorkerHealth of(Worker worker, IiiProperties properties, @Nullable WorkerLifecycle lifecycle) {
        return new WorkerHealth(
                worker,
                EngineAddress.display(properties.url()),
                properties.health().timeout(),
                lifecycle);
    }

    /**
     * The result of a check. Immutable.
     *
     * @param up whether the worker can be called
     * @param details contain no secrets
     */
    record Result(boolean up, Map<String, Object> details) {}

    Result check() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("worker", worker.name());
        details.put("engine", engine);
        WorkerStatus status = worker.status();
        details.put("status", status.name());
        worker.refusal().ifPresent(refusal -> details.put("error", String.valueOf(refusal.getMessage())));
        List<String> refused = lifecycle == null ? List.of() : lifecycle.refused();
        if (!refused.isEmpty()) {
            details.put("refused", refused);
        }
        boolean up = status == WorkerStatus.READY && answers(details);
        return new Result(up, details);
    }

    private boolean answers(Map<String, Object> details) {
        long start = System.nanoTime();
        try {
            worker.trigger(Call.to(PROBE, Map.of()).timeout(timeout));
        } catch (FunctionException | CallRefusedException e) {
            // The engine does not permit the call, but it has answered.
            details.put("probe", "refused");
        } catch (IiiException e) {
            details.put("error", "the engine does not answer: " + e.getMessage());
            return false;
        }
        details.put(
                "roundTripMillis", Duration.ofNanos(System.nanoTime() - start).toMillis());
        return true;
    }
}
