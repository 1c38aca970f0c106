package dev.iii.spring.test;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Starts an engine for an application context, and closes it after the beans of the context. Equal customizers share a context
 * in the cache of contexts.
 *
 * @param engineConfig the location of the configuration of the engine; empty for none
 */
record EngineContextCustomizer(String engineConfig) implements ContextCustomizer {

    private static final String URL = "iii.url";
    private static final String SOURCE = "iii test engine";
    private static final String BEAN = "iiiEngineStub";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        Map<String, Object> properties = new LinkedHashMap<>();
        String other = System.getProperty(URL);
        properties.put(URL, other == null || other.isBlank() ? start(context) : other);
        if (!context.getEnvironment().containsProperty("iii.fail-fast")) {
            properties.put("iii.fail-fast", true);
        }
        if (!context.getEnvironment().containsProperty("iii.keep-alive")) {
            properties.put("iii.keep-alive", false);
        }
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(SOURCE, properties));
    }

    private String start(ConfigurableApplicationContext context) {
        if (!ClassUtils.isPresent("dev.iii.stub.EngineStub", context.getClassLoader())) {
            throw new IllegalStateException(
                    "@IiiTest needs an engine: add the dependency dev.iii:iii-testing with scope test, or set the system"
                            + " property iii.url to the address of an engine");
        }
        return Started.in(context, engineConfig);
    }

    /** Separate, so that the class of the engine is loaded only if it exists. */
    private static final class Started {

        private Started() {}

        static String in(ConfigurableApplicationContext context, String engineConfig) {
            EngineStub engine = EngineStub.start(options(context, engineConfig));
            context.getBeanFactory().registerSingleton(BEAN, engine);
            if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry registry) {
                // Beans are destroyed in the reverse order, so the engine ends after the worker.
                registry.registerDisposableBean(BEAN, engine::close);
            }
            return engine.workerUrl().toString();
        }

        private static StubOptions options(ConfigurableApplicationContext context, String engineConfig) {
            if (engineConfig.isBlank()) {
                return StubOptions.defaults();
            }
            try (InputStream config = context.getResource(engineConfig).getInputStream()) {
                Path file = Files.createTempFile("iii-engine", ".yaml");
                try {
                    Files.copy(config, file, StandardCopyOption.REPLACE_EXISTING);
                    return StubOptions.builder().configFile(file).build();
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the configuration of the engine, " + engineConfig + ", cannot be read", e);
            }
        }
    }
}
