package dev.iii.spring;

import dev.iii.sdk.Worker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds the health of the worker to the health of an application with Spring Boot 4. Thread-safe. */
@AutoConfiguration(after = IiiAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.boot.health.contributor.HealthIndicator",
            "org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator"
        })
@ConditionalOnEnabledHealthIndicator("iii")
@ConditionalOnProperty(prefix = "iii", name = "enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(Worker.class)
public final class IiiHealthAutoConfiguration {

    /** Created by Spring. */
    public IiiHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "iiiHealthIndicator")
    HealthIndicator iiiHealthIndicator(
            Worker worker, IiiProperties properties, ObjectProvider<WorkerLifecycle> lifecycle) {
        WorkerHealth health = WorkerHealth.of(worker, properties, lifecycle.getIfAvailable());
        return new AbstractHealthIndicator("the health of the iii worker could not be determined") {
            @Override
            protected void doHealthCheck(Health.Builder builder) {
                WorkerHealth.Result result = health.check();
                builder.withDetails(result.details());
                if (result.up()) {
                    builder.up();
                } else {
                    builder.down();
                }
            }
        };
    }
}
