package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Common part of the builders for the trigger types of the engine. Immutable.
 *
 * @param <T> the type of the builder
 */
abstract class BuiltInTrigger<T extends BuiltInTrigger<T>> implements Trigger {

    private final String type;
    private final Settings settings;

    /** Settings of a trigger; the fields of the configuration keep their order. */
    record Settings(
            Map<String, Object> config,
            @Nullable Object metadata,
            @Nullable String typeNamespace,
            @Nullable String functionNamespace) {

        static final Settings NONE = new Settings(Map.of(), null, null, null);

        /** Returns a copy with another field of the configuration. */
        Settings with(String field, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(config);
            more.put(field, value);
            return new Settings(more, metadata, typeNamespace, functionNamespace);
        }

        Settings withMetadata(Object newMetadata) {
            return new Settings(config, newMetadata, typeNamespace, functionNamespace);
        }
    }

    BuiltInTrigger(String type, Settings settings) {
        this.type = type;
        this.settings = settings;
    }

    abstract T copy(Settings changed);

    final Settings settings() {
        return settings;
    }

    final T with(String field, Object value) {
        return copy(settings.with(field, value));
    }

    final T withString(String field, @Nullable String value, String name) {
        return with(field, Arguments.notBlank(value, name));
    }

    final T withCondition(@Nullable String functionId) {
        return withString("condition_function_id", functionId, "condition function id");
    }

    final T withMetadata(@Nullable Object metadata) {
        return copy(settings.withMetadata(Arguments.notNull(metadata, "metadata")));
    }

    /**
     * Sets the only namespace in which the engine looks for the provider of the type, for an engine where a worker
     * provides a type with this name. Default: the namespace of the worker, then {@code default}, which contains the
     * types of the engine.
     */
    public T providedIn(String namespace) {
        Arguments.notBlank(namespace, "namespace");
        return copy(new Settings(settings.config, settings.metadata, namespace, settings.functionNamespace));
    }

    /** Sets the namespace of the function that is called. Default: the namespace of the worker. */
    public T callIn(String namespace) {
        Arguments.notBlank(namespace, "namespace");
        return copy(new Settings(settings.config, settings.metadata, settings.typeNamespace, namespace));
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public Object config() {
        return settings.config;
    }

    @Override
    public final Optional<Object> metadata() {
        return Optional.ofNullable(settings.metadata);
    }

    @Override
    public final Optional<String> typeNamespace() {
        return Optional.ofNullable(settings.typeNamespace);
    }

    @Override
    public final Optional<String> functionNamespace() {
        return Optional.ofNullable(settings.functionNamespace);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + config();
    }
}
