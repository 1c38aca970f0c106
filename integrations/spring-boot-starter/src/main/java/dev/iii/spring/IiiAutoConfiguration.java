package dev.iii.spring;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.validation.BeanValidation;
import dev.iii.sdk.validation.InputValidator;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Creates the worker of an application from the properties {@code iii.*}, registers the functions of its beans, starts
 * its event sourcing, and creates clients from interfaces with {@link IiiClient}. Thread-safe.
 *
 * <p>A bean of the application of type {@link Worker} or {@link WorkerOptions} takes the place of the auto-configured one.
 */
@AutoConfiguration(
        after = IiiCodecAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
            // Spring Boot 4
            "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            // Spring Boot 3
            "org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration"
        })
@ConditionalOnProperty(prefix = "iii", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(IiiProperties.class)
public final class IiiAutoConfiguration {

    /** Created by Spring. */
    public IiiAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    WorkerOptions iiiWorkerOptions(
            IiiProperties properties,
            Environment environment,
            ObjectProvider<JsonCodec> codec,
            ObjectProvider<OptionalSettings> optional,
            ObjectProvider<InputValidator> validator,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<WorkerMeasurement> measurement,
            ObjectProvider<FunctionInterceptor> functionInterceptors,
            ObjectProvider<CallInterceptor> callInterceptors,
            ObjectProvider<WorkerOptionsBuilderCustomizer> customizers) {
        WorkerOptions.Builder options = PropertyMapping.options(properties, environment);
        codec.ifUnique(options::codec);
        optional.orderedStream().forEach(settings -> settings.apply(options));
        validator.ifUnique(options::inputValidator);
        ssl(properties.ssl().bundle(), sslBundles, options);
        measurement.ifAvailable(metrics -> metrics.measure(options));
        functionInterceptors.orderedStream().forEach(options::interceptFunctions);
        callInterceptors.orderedStream().forEach(options::interceptCalls);
        customizers.orderedStream().forEach(customizer -> customizer.customize(options));
        return options.build();
    }

    private static void ssl(
            @Nullable String bundle, ObjectProvider<SslBundles> bundles, WorkerOptions.Builder options) {
        if (bundle == null || bundle.isBlank()) {
            return;
        }
        try {
            options.sslContext(bundles.getObject().getBundle(bundle).createSslContext());
        } catch (NoSuchSslBundleException e) {
            throw new InvalidIiiPropertyException(
                    "iii.ssl.bundle",
                    "there is no SSL bundle with the name '" + bundle + "'",
                    "Define the bundle with the properties spring.ssl.bundle.*, or change iii.ssl.bundle.");
        }
    }

    @Bean
    @ConditionalOnMissingBean
    Worker iiiWorker(IiiProperties properties, WorkerOptions options, ObjectProvider<WorkerMeasurement> measurement) {
        String url = properties.url().isBlank()
                ? IiiProperties.DEFAULT_URL
                : properties.url().strip();
        WorkerOptions later = options.toBuilder().autoConnect(false).build();
        Worker worker;
        try {
            worker = Iii.registerWorker(url, later);
        } catch (IllegalArgumentException e) {
            throw new InvalidIiiPropertyException(
                    "iii.url",
                    String.valueOf(e.getMessage()),
                    "Set iii.url, or the environment variable III_URL, to the address of the worker port of the engine,"
                            + " for example " + IiiProperties.DEFAULT_URL + ".");
        }
        measurement.ifAvailable(metrics -> metrics.bind(worker, later));
        return worker;
    }

    @Bean
    @ConditionalOnSingleCandidate(Worker.class)
    WorkerLifecycle iiiWorkerLifecycle(
            Worker worker,
            IiiProperties properties,
            Environment environment,
            ConfigurableListableBeanFactory beans,
            IiiClientsPostProcessor clients,
            ObjectProvider<WorkerStart> starts,
            ObjectProvider<WorkerListener> listeners) {
        listeners.orderedStream().forEach(worker::addListener);
        return new WorkerLifecycle(
                worker,
                new FunctionBeans(beans, clients.names()),
                starts.orderedStream().toList(),
                properties,
                ShutdownTime.of(properties.drainTimeout(), environment));
    }

    /** Settings for which the application needs a library. */
    interface OptionalSettings {

        void apply(WorkerOptions.Builder options);
    }

    /** A separate class, because OpenTelemetry is an optional dependency. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(OpenTelemetry.class)
    static class Telemetry {

        @Bean
        OptionalSettings iiiTelemetry(ObjectProvider<OpenTelemetry> telemetry) {
            return options -> telemetry.ifUnique(options::telemetry);
        }
    }

    /** A separate class, because Bean Validation is an optional dependency. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Validator.class)
    static class Validation {

        @Bean
        OptionalSettings iiiValidation(ObjectProvider<Validator> validator) {
            return options -> validator.ifUnique(found -> options.inputValidator(BeanValidation.of(found)));
        }
    }

    /** A separate class, because event sourcing is an optional dependency. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(EventSourcing.class)
    static class Sourcing {

        @Bean
        WorkerStart iiiEventSourcing(ListableBeanFactory beans) {
            return new EventSourcingBeans(beans);
        }
    }

    @Bean
    UnknownProperties iiiUnknownProperties(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        return new UnknownProperties(environment, beans);
    }

    @Bean
    static IiiClientsPostProcessor iiiClientsPostProcessor(Environment environment) {
        return new IiiClientsPostProcessor(environment);
    }
}
