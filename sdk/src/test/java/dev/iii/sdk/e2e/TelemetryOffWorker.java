package dev.iii.sdk.e2e;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.telemetry.PayloadCapture;
import java.util.Map;

/** A process with a worker that makes no spans. */
final class TelemetryOffWorker {

    private TelemetryOffWorker() {}

    public static void main(String[] args) {
        try (Worker worker = Iii.registerWorker(
                args[0], Engine.options().payloadCapture(PayloadCapture.ON).build())) {
            worker.registerFunction(args[1], (json, call) -> {
                call.worker().logger("off").info("at work", Map.of("n", 1));
                return json;
            });
            worker.awaitReady(Engine.PATIENCE);
            System.out.println("answer "
                    + worker.trigger(args[1], Map.of("n", 1)).field("n").text());
            if (WorkerOptions.class.getDeclaredMethods().length > 0
                    && WorkerOptions.class.getDeclaredFields().length > 0
                    && worker.getClass().getDeclaredMethods().length > 0) {
                System.out.println("the options can be introspected");
            }
        }
    }
}
