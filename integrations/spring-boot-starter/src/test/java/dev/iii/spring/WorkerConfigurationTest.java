package dev.iii.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.policy.Backoff;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.validation.BeanValidation;
import dev.iii.sdk.validation.InputValidator;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.validation.Validator;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** The worker bean and its options. */
class WorkerConfigurationTest {

    private final ApplicationContextRunner runner = Contexts.runner();

    private static void options(ApplicationContextRunner runner, Consumer<WorkerOptions> check) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            check.accept(context.getBean(WorkerOptions.class));
        });
    }

    private ApplicationContextRunner withVariable(String name, String value) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value))));
    }

    @Test
    void theDefaultsAreThoseOfTheSdk() {
        options(runner, options -> {
            WorkerOptions standard = WorkerOptions.builder().build();
            assertThat(options.callTimeout()).isEqualTo(standard.callTimeout());
            assertThat(options.connectTimeout()).isEqualTo(standard.connectTimeout());
            assertThat(options.reconnect()).isEqualTo(standard.reconnect());
            assertThat(options.heartbeat()).isEqualTo(standard.heartbeat());
            assertThat(options.limits()).isEqualTo(standard.limits());
            assertThat(options.triggerRetry()).isEqualTo(standard.triggerRetry());
            assertThat(options.watchSubscriptions()).isEqualTo(standard.watchSubscriptions());
            assertThat(options.inferSchemas()).isEqualTo(standard.inferSchemas());
            assertThat(options.showErrorMessages()).isEqualTo(standard.showErrorMessages());
            assertThat(options.standby()).isEqualTo(standard.standby());
            assertThat(options.repeatQuickResults()).isEqualTo(standard.repeatQuickResults());
            assertThat(options.headers()).isEmpty();
            assertThat(options.telemetry()).isEmpty();
            assertThat(options.codec()).isEqualTo(standard.codec());
            assertThat(options.project().framework()).isEqualTo("spring-boot");
            assertThat(options.autoConnect()).isFalse();
        });
        // The runner of the tests sets another drain timeout.
        assertThat(new Binder().bindOrCreate("iii", IiiProperties.class).drainTimeout())
                .isEqualTo(WorkerOptions.DEFAULT_DRAIN_TIMEOUT);
    }

    @Test
    void propertiesSetTheOptions() {
        options(
                runner.withPropertyValues(
                        "iii.name=till",
                        "iii.namespace=shops",
                        "iii.description=sells",
                        "iii.project=retail",
                        "iii.headers.x-api-key=k1",
                        "iii.token=t1",
                        "iii.call-timeout=3s",
                        "iii.connect-timeout=4s",
                        "iii.standby=true",
                        "iii.watch-subscriptions=5s",
                        "iii.reconnect.initial-delay=100ms",
                        "iii.reconnect.max-delay=1s",
                        "iii.reconnect.jitter=0",
                        "iii.heartbeat.interval=1s",
                        "iii.heartbeat.timeout=3s",
                        "iii.limits.inbox=7",
                        "iii.limits.queued-size=1KB"),
                options -> {
                    assertThat(options.name()).contains("till");
                    assertThat(options.namespace()).contains("shops");
                    assertThat(options.description()).contains("sells");
                    assertThat(options.project().name()).isEqualTo("retail");
                    assertThat(options.headers()).isEqualTo(Map.of("x-api-key", "k1", "authorization", "Bearer t1"));
                    assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(options.drainTimeout()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(options.standby()).isTrue();
                    assertThat(options.watchSubscriptions()).contains(Duration.ofSeconds(5));
                    assertThat(options.reconnect())
                            .isEqualTo(
                                    Reconnect.after(new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0)));
                    assertThat(options.heartbeat())
                            .isEqualTo(new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(3)));
                    assertThat(options.limits())
                            .isEqualTo(WorkerLimits.DEFAULT.withInbox(7).withQueuedCalls(10_000, 1024));
                });
    }

    @Test
    void theNameOfTheApplicationIsTheNameOfTheWorker() {
        options(runner, options -> assertThat(options.name()).contains("shop"));
        options(
                withVariable("III_WORKER_NAME", "started-as").withPropertyValues("iii.name=till"),
                options -> assertThat(options.name()).contains("started-as"));
        options(
                runner.withPropertyValues("spring.application.name="),
                options -> assertThat(options.name()).isEmpty());
    }

    @Test
    void environmentVariablesOfTheSdkAreProperties() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment", Map.of("III_URL", "http://wrong", "III_NAMESPACE", "n"))))
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("iii.url"));
    }

    @Test
    void aDisabledStarterCreatesNothing() {
        runner.withPropertyValues("iii.enabled=false", "iii.url=wrong")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Worker.class)
                        .doesNotHaveBean(WorkerLifecycle.class)
                        .doesNotHaveBean("iiiHealthIndicator"));
    }

    @Test
    void aWorkerOfTheApplicationTakesTheirPlace() {
        Worker own = Iii.registerWorker(Contexts.NOWHERE, WorkerOptions.named("own"));
        runner.withBean("ownWorker", Worker.class, () -> own).run(context -> {
            assertThat(context.getBean(Worker.class)).isSameAs(own);
            assertThat(context).hasSingleBean(WorkerLifecycle.class).hasBean("iiiHealthIndicator");
        });
        assertThat(own.closed()).isCompleted();
    }

    @Test
    void optionsOfTheApplicationTakeTheirPlace() {
        runner.withBean(WorkerOptions.class, () -> WorkerOptions.named("own"))
                .run(context -> assertThat(context.getBean(Worker.class).name()).isEqualTo("own"));
    }

    @Test
    void theWorkerIsClosedWithTheContext() {
        Worker[] worker = new Worker[1];
        runner.run(context -> worker[0] = context.getBean(Worker.class));
        assertThat(worker[0].closed()).isCompleted();
    }

    /** Fails after the worker was created. */
    static final class Broken {

        Broken(Worker worker, AtomicReference<Worker> created) {
            created.set(worker);
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void theWorkerIsClosedIfTheContextDoesNotStart() {
        AtomicReference<Worker> created = new AtomicReference<>();
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("created", created))
                .withBean(Broken.class)
                .run(context -> assertThat(context).hasFailed());
        assertThat(Objects.requireNonNull(created.get()).closed()).isCompleted();
    }

    // ---------------------------------------------------------------- bad values

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iii.url=http://user:secret@host?token=secret | iii.url              | III_URL
            iii.call-timeout=0s                          | iii.call-timeout     | Change the value
            iii.connect-timeout=-1s                      | iii.connect-timeout  | Change the value
            iii.drain-timeout=0s                         | iii.drain-timeout    | that is positive
            iii.startup-timeout=0s                       | iii.startup-timeout  | that is positive
            iii.health.timeout=0s                        | iii.health.timeout   | that is positive
            iii.reconnect.multiplier=0.5                 | iii.reconnect.multiplier | at least 1
            iii.reconnect.jitter=2                       | iii.reconnect.jitter | from 0 to 1
            iii.reconnect.initial-delay=0s               | iii.reconnect.initial-delay | that is positive
            iii.heartbeat.timeout=1s                     | iii.heartbeat.timeout | longer than iii.heartbeat.interval
            iii.trigger-retry.max-retries=-1             | iii.trigger-retry.max-retries | at least 0
            iii.limits.inbox=0                           | iii.limits.inbox     | at least 1
            iii.limits.queued-size=0B                    | iii.limits.queued-size | from 1B to 2047MB
            iii.limits.inbound-message-size=1KB          | iii.limits.inbound-message-size | from 64KB to 2047MB
            iii.limits.outbox-size=3GB                   | iii.limits.outbox-size | from 1B to 2047MB
            iii.ssl.bundle=missing                       | iii.ssl.bundle       | spring.ssl.bundle
            """)
    void aBadValueIsReportedWithItsPropertyAndARemedy(String property, String name, String remedy) {
        runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(property)
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("The property " + name + " is invalid")
                        .contains(remedy)
                        .doesNotContain("secret"));
    }

    @Test
    void springFindsTheAnalyzerOfFailures() {
        // Some analyzers of Spring Boot need more than a default constructor.
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(IiiFailureAnalyzer.class);
    }

    @Test
    void aTokenAndItsHeaderContradict() {
        runner.withPropertyValues("iii.token=secret1", "iii.headers.Authorization=secret2")
                .run(context -> assertThat(Contexts.analysis(context.getStartupFailure()))
                        .contains("iii.token", "iii.headers.authorization")
                        .doesNotContain("secret1", "secret2"));
    }

    @Test
    void thePropertiesDoNotShowSecrets() {
        runner.withPropertyValues(
                        "iii.token=secret1", "iii.headers.x-key=secret2", "iii.url=ws://u:secret3@127.0.0.1:9")
                .run(context -> assertThat(context.getBean(IiiProperties.class).toString())
                        .doesNotContain("secret"));
    }

    @Test
    void theShutdownFitsIntoThatOfTheApplication() {
        options(
                runner.withPropertyValues("iii.drain-timeout=1m", "spring.lifecycle.timeout-per-shutdown-phase=20s"),
                options -> assertThat(options.drainTimeout()).isEqualTo(Duration.ofSeconds(18)));
        options(
                runner.withPropertyValues("iii.drain-timeout=1m", "spring.lifecycle.timeout-per-shutdown-phase=1s"),
                options -> assertThat(options.drainTimeout()).isEqualTo(Duration.ofMillis(100)));
    }

    // ---------------------------------------------------------------- beans that change the options

    @Configuration(proxyBeanMethods = false)
    static class Interceptors {

        static final FunctionInterceptor INNER_FUNCTION = (invocation, chain) -> chain.proceed(invocation);
        static final FunctionInterceptor OUTER_FUNCTION = (invocation, chain) -> chain.proceed(invocation);
        static final CallInterceptor INNER_CALL = (call, chain) -> chain.proceed(call);
        static final CallInterceptor OUTER_CALL = (call, chain) -> chain.proceed(call);

        @Bean
        @Order(2)
        FunctionInterceptor innerFunction() {
            return INNER_FUNCTION;
        }

        @Bean
        @Order(1)
        FunctionInterceptor outerFunction() {
            return OUTER_FUNCTION;
        }

        @Bean
        @Order(2)
        CallInterceptor innerCall() {
            return INNER_CALL;
        }

        @Bean
        @Order(1)
        CallInterceptor outerCall() {
            return OUTER_CALL;
        }

        @Bean
        @Order(2)
        WorkerOptionsBuilderCustomizer last() {
            return options -> options.description("last").namespace("second");
        }

        @Bean
        @Order(1)
        WorkerOptionsBuilderCustomizer first() {
            return options -> options.description("first").namespace("first");
        }
    }

    @Test
    void interceptorsAndCustomizersApplyInTheirOrder() {
        options(runner.withUserConfiguration(Interceptors.class), options -> {
            assertThat(options.functionInterceptors())
                    .containsExactly(Interceptors.OUTER_FUNCTION, Interceptors.INNER_FUNCTION);
            assertThat(options.callInterceptors()).containsExactly(Interceptors.OUTER_CALL, Interceptors.INNER_CALL);
            assertThat(options.description()).contains("last");
            assertThat(options.namespace()).contains("second");
        });
    }

    @Test
    void theOpenTelemetryOfTheApplicationIsUsed() {
        OpenTelemetry telemetry = OpenTelemetry.noop();
        options(
                runner.withBean(OpenTelemetry.class, () -> telemetry),
                options -> assertThat(options.telemetry()).containsSame(telemetry));
    }

    @Test
    void openTelemetryIsOptional() {
        runner.withClassLoader(new FilteredClassLoader(OpenTelemetry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("iiiTelemetry"));
    }

    @Test
    void theValidatorOfTheApplicationIsUsed() {
        Validator validator = unused();
        options(
                runner.withBean(Validator.class, () -> validator),
                options -> assertThat(options.inputValidator()).isInstanceOf(BeanValidation.class));
    }

    @Test
    void anInputValidatorOfTheApplicationTakesPrecedence() {
        InputValidator own = InputValidator.none();
        options(
                runner.withBean(InputValidator.class, () -> own).withBean(Validator.class, () -> unused()),
                options -> assertThat(options.inputValidator()).isSameAs(own));
    }

    @Test
    void beanValidationIsOptional() {
        options(
                runner.withClassLoader(new FilteredClassLoader(Validator.class)),
                options -> assertThat(options.inputValidator()).isSameAs(InputValidator.standard()));
    }

    /** A validator that is never called. */
    private static Validator unused() {
        return (Validator) Proxy.newProxyInstance(
                WorkerConfigurationTest.class.getClassLoader(),
                new Class<?>[] {Validator.class},
                (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
