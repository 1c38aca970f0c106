package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.micrometer.WorkerMetrics;
import dev.iii.stub.EngineStub;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The metrics of the worker. */
class MetricsTest {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withConfiguration(AutoConfigurations.of(IiiMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    public static final class Echo {

        @Function("metrics::echo")
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void functionsCallsAndTheConnectionAreMeasured() {
        try (EngineStub engine = EngineStub.start()) {
            runner.withPropertyValues("iii.url=" + engine.workerUrl(), "iii.fail-fast=true")
                    .withBean(Echo.class)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        context.getBean(Worker.class).trigger("metrics::echo", "a");
                        MeterRegistry registry = context.getBean(MeterRegistry.class);
                        assertThat(registry.get("iii.calls")
                                        .tags("function", "metrics::echo")
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                        assertThat(registry.get("iii.functions")
                                        .tags("function", "metrics::echo")
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                        assertThat(registry.get("iii.worker.connected")
                                        .tags("worker", "shop")
                                        .gauge()
                                        .value())
                                .isEqualTo(1);
                    });
        }
    }

    @Test
    void metricsAreOutsideOfTheInterceptorsOfTheApplication() {
        FunctionInterceptor own = (invocation, chain) -> chain.proceed(invocation);
        runner.withBean(FunctionInterceptor.class, () -> own)
                .run(context -> assertThat(context.getBean(WorkerOptions.class).functionInterceptors())
                        .hasSize(2)
                        .last()
                        .isSameAs(own));
    }

    @Test
    void metricsOfTheApplicationAreUsed() {
        WorkerMetrics own = WorkerMetrics.of(new SimpleMeterRegistry(), Tags.of("team", "a"));
        runner.withBean(WorkerMetrics.class, () -> own)
                .run(context -> assertThat(context.getBean(WorkerMetrics.class)).isSameAs(own));
    }

    @Test
    void withoutTheLibraryNothingIsMeasured() {
        runner.withClassLoader(new FilteredClassLoader("dev.iii.sdk.micrometer"))
                .run(context -> assertThat(context.getBean(WorkerOptions.class).functionInterceptors())
                        .isEmpty());
    }

    @Test
    void withoutARegistryNothingIsMeasured() {
        Contexts.runner()
                .withConfiguration(AutoConfigurations.of(IiiMetricsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WorkerMetrics.class));
    }
}
