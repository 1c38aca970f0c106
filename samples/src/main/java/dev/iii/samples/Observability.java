package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.otel.EngineTelemetry;
import dev.iii.sdk.otel.TelemetryOptions;
import dev.iii.sdk.telemetry.WorkerLogger;
import dev.iii.sdk.trigger.LogEvent;
import dev.iii.sdk.trigger.LogTrigger;
import io.opentelemetry.api.trace.Span;
import java.util.Map;

/** Spans, metrics and log lines of a worker in the engine, and a function that is called for each error in a log. */
public final class Observability {

    record Order(String id, int cents) {}

    private Observability() {}

    public static void main(String[] args) {
        try (EngineTelemetry telemetry = EngineTelemetry.start(TelemetryOptions.named("checkout"));
                Worker worker = Iii.registerWorker(WorkerOptions.builder()
                        .name("checkout")
                        .telemetry(telemetry.openTelemetry())
                        .build())) {
            telemetry.watch(worker);
            register(worker);
            worker.closed().join();
        }
    }

    static void register(Worker worker) {
        WorkerLogger log = worker.logger("checkout::pay");
        worker.registerFunction("checkout::pay", Order.class, (order, call) -> {
            // The handler runs in a span. Calls that it makes, in any language, belong to the same trace.
            Span.current().setAttribute("order.id", order.id());
            if (order.cents() > 100_000) {
                log.error("payment refused", Map.of("order", order.id()));
                return false;
            }
            log.info("paid", Map.of("order", order.id()));
            return true;
        });
        worker.registerFunction("alerts::error", LogEvent.class, (line, call) -> {
            worker.state().set("alerts", "last", line.body());
        });
        worker.registerTrigger(LogTrigger.level(LogTrigger.Level.ERROR), "alerts::error");
    }
}
