package dev.iii.spring;

import dev.iii.sdk.Worker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Adds the health of the worker to the health of an application with Spring Boot 3. Thread-safe. */
@AutoConfiguration(after = IiiAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.boot.actuate.health.HealthIndicator",
            "org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator"
        })
@ConditionalOnEnabledHealthIndicator("iii")
@ConditionalOnProperty(prefix = "iii", name = "enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(Worker.class)
public final class IiiBoot3HealthAutoConfiguration {

    /** Created by Spring. */
    public IiiBoot3HealthAutoConfiguration() {}

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
