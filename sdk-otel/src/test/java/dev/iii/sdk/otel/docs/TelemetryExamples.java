package dev.iii.sdk.otel.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.otel.EngineTelemetry;
import dev.iii.sdk.otel.TelemetryOptions;
import dev.iii.sdk.telemetry.PayloadCapture;
import dev.iii.sdk.telemetry.WorkerLogger;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.util.Map;

/** Contains the Java code of {@code docs/telemetry.md}, so that it is compiled. */
final class TelemetryExamples {

    private TelemetryExamples() {}

    static Worker own(OpenTelemetry openTelemetry) {
        return Iii.registerWorker(WorkerOptions.builder()
                .name("inventory")
                .telemetry(openTelemetry)
                .payloadCapture(PayloadCapture.upTo(2048))
                .build());
    }

    static void engine() {
        try (EngineTelemetry telemetry = EngineTelemetry.start(TelemetryOptions.named("inventory"));
                Worker worker = Iii.registerWorker(WorkerOptions.builder()
                        .name("inventory")
                        .telemetry(telemetry.openTelemetry())
                        .build())) {
            telemetry.watch(worker);
            worker.closed().join();
        }
    }

    static void logger(Worker worker) {
        WorkerLogger log = worker.logger("inventory");
        worker.registerFunction("cmd::restock", (json, call) -> {
            Span.current().setAttribute("shop.sku", json.field("sku").as(String.class));
            log.info("restocked", Map.of("sku", json.field("sku")));
            return null;
        });
    }
}
