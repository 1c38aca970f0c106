package dev.iii.sdk.micrometer.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.micrometer.WorkerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/** The code of docs/interceptors.md that uses Micrometer. */
final class MicrometerExamples {

    private MicrometerExamples() {}

    static Worker measured(MeterRegistry registry) {
        WorkerMetrics metrics = WorkerMetrics.of(registry);
        WorkerOptions options =
                metrics.measure(WorkerOptions.builder().name("inventory")).build();
        Worker worker = Iii.registerWorker(options);
        metrics.bind(worker, options);
        return worker;
    }
}
