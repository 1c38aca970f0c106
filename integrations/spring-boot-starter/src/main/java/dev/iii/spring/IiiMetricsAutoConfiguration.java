package dev.iii.spring;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.micrometer.WorkerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Measures the functions and calls of the worker if the application has a {@link MeterRegistry} and {@code iii-micrometer}.
 * Thread-safe.
 */
@AutoConfiguration(
        before = IiiAutoConfiguration.class,
        afterName = {
            // Spring Boot 4
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            // Spring Boot 3
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(name = {"io.micrometer.core.instrument.MeterRegistry", "dev.iii.sdk.micrometer.WorkerMetrics"})
@ConditionalOnSingleCandidate(type = "io.micrometer.core.instrument.MeterRegistry")
@ConditionalOnProperty(prefix = "iii", name = "enabled", matchIfMissing = true)
public final class IiiMetricsAutoConfiguration {

    /** Created by Spring. */
    public IiiMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    WorkerMetrics iiiWorkerMetrics(MeterRegistry registry) {
        return WorkerMetrics.of(registry);
    }

    @Bean
    WorkerMeasurement iiiWorkerMeasurement(WorkerMetrics metrics) {
        return new WorkerMeasurement() {
            @Override
            public void measure(WorkerOptions.Builder options) {
                metrics.measure(options);
            }

            @Override
            public void bind(Worker worker, WorkerOptions options) {
                metrics.bind(worker, options);
            }
        };
    }
}
