package dev.iii.spring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Logs a warning for each property {@code iii.*} that nothing reads, because Spring Boot ignores a property with a misspelt
 * name. A property is also read if a bean of the application has {@link ConfigurationProperties} with its prefix.
 *
 * <p>Other programs have variables {@code III_*}, too. So a variable is reported only if its name is similar to that of a
 * property.
 */
final class UnknownProperties implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UnknownProperties.class);

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("iii");
    private static final String METADATA = "classpath*:META-INF/spring-configuration-metadata.json";
    /** System properties that {@code iii-testing} and the engine for tests read. */
    private static final Set<String> OF_TESTS = Set.of("iii.http", "iii.stream", "iii.stub.trace");
    /** Variables that the SDK reads, and that are not properties. */
    private static final Set<String> OF_THE_SDK = Set.of(
            "III_CONFIG",
            "III_CONFIG_NAME",
            "III_DISABLE_TRACE_PAYLOADS",
            "III_NAMESPACE_GRACE_MS",
            "III_TRACE_PAYLOAD_MAX_BYTES",
            "III_WORKER_NAME");

    private final ConfigurableEnvironment environment;
    private final ConfigurableListableBeanFactory beans;

    UnknownProperties(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        warnings().forEach(log::warn);
    }

    /** Returns one sentence for each property that nothing reads. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Set<String> known = Set.of();
        for (ConfigurationProperty property : unbound()) {
            if (!isReadByAnother(property.getName())) {
                known = known.isEmpty() ? known() : known;
                warnings.add("The property " + property.getName() + place(property)
                        + " has no effect, because nothing reads it"
                        + suggestion(SimilarProperties.of(property.getName().toString(), known)));
            }
        }
        for (String variable : variables()) {
            known = known.isEmpty() ? known() : known;
            String meant = meant(variable, known);
            if (meant != null) {
                warnings.add("The environment variable " + variable + " has no effect, because nothing reads it"
                        + suggestion(meant));
            }
        }
        return warnings;
    }

    private static String place(ConfigurationProperty property) {
        return property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")";
    }

    private static String suggestion(@Nullable String meant) {
        return meant == null ? ". docs/spring.md lists all properties" : ". Did you mean " + meant + "?";
    }

    private Set<ConfigurationProperty> unbound() {
        try {
            Binder.get(environment)
                    .bind(
                            PREFIX,
                            Bindable.of(IiiProperties.class),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, UnknownProperties::hasExactNames));
            return Set.of();
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
                return unbound.getUnboundProperties();
            }
            throw e;
        }
    }

    /** The names of variables have neither dots nor dashes, so the binder cannot tell which of them are read. */
    private static boolean hasExactNames(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource);
    }

    private boolean isReadByAnother(ConfigurationPropertyName name) {
        if (OF_TESTS.contains(name.toString())) {
            return true;
        }
        for (String bean : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            ConfigurationProperties properties = beans.findAnnotationOnBean(bean, ConfigurationProperties.class, false);
            Object prefix = properties == null ? "" : AnnotationUtils.getValue(properties, "prefix");
            if (prefix instanceof String text
                    && ConfigurationPropertyName.isValid(text)
                    && PREFIX.isAncestorOf(ConfigurationPropertyName.of(text))
                    && isOrContains(ConfigurationPropertyName.of(text), name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOrContains(ConfigurationPropertyName prefix, ConfigurationPropertyName name) {
        return prefix.equals(name) || prefix.isAncestorOf(name);
    }

    // ---------------------------------------------------------------- variables

    private Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof SystemEnvironmentPropertySource system) {
                for (String name : system.getPropertyNames()) {
                    if (name.toUpperCase(Locale.ROOT).startsWith("III_") && !OF_THE_SDK.contains(name)) {
                        variables.add(name);
                    }
                }
            }
        }
        return variables;
    }

    /** Returns the name of the variable that was meant; {@code null} if the variable is read, or none is similar. */
    private static @Nullable String meant(String variable, Set<String> known) {
        Set<String> others = new TreeSet<>(OF_THE_SDK);
        known.forEach(property ->
                others.add(property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)));
        String compared = variable.replace("_", "").toUpperCase(Locale.ROOT);
        for (String other : others) {
            String plain = other.replace("_", "");
            if (plain.equals(compared) || plain.equals("IIIHEADERS") && compared.startsWith(plain)) {
                return null;
            }
        }
        return SimilarProperties.of(variable.toUpperCase(Locale.ROOT), others);
    }

    /**
     * Returns the names of all properties. Reads the metadata of all jars, because the application may have its own.
     * A native image has no metadata, so no name is suggested there.
     */
    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        try {
            for (Resource metadata : new PathMatchingResourcePatternResolver().getResources(METADATA)) {
                try (InputStream in = metadata.getInputStream()) {
                    Map<String, Object> content = JsonParserFactory.getJsonParser()
                            .parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    if (content.get("properties") instanceof List<?> properties) {
                        properties.forEach(property -> names.add(name(property)));
                    }
                }
            }
        } catch (IOException | JsonParseException e) {
            log.debug("The metadata of the properties cannot be read", e);
        }
        names.removeIf(name -> !name.startsWith("iii."));
        return names;
    }

    private static String name(@Nullable Object property) {
        return property instanceof Map<?, ?> fields ? String.valueOf(fields.get("name")) : "";
    }
}
