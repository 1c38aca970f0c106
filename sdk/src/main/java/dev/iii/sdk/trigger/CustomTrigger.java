package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trigger of a type without a builder, for example one that a worker provides. Created by {@link Trigger#of}.
 * Immutable.
 */
public final class CustomTrigger implements Trigger {

    private final String type;
    private final @Nullable Object config;
    private final @Nullable Object metadata;
    private final @Nullable String typeNamespace;
    private final @Nullable String functionNamespace;

    CustomTrigger(
            @Nullable String type,
            @Nullable Object config,
            @Nullable Object metadata,
            @Nullable String typeNamespace,
            @Nullable String functionNamespace) {
        this.type = Arguments.notBlank(type, "trigger type");
        this.config = config;
        this.metadata = metadata;
        this.typeNamespace = typeNamespace;
        this.functionNamespace = functionNamespace;
    }

    /**
     * Sets the metadata of this trigger. The provider receives it and may pass it on with every call. Default: none.
     *
     * @param value any value that can be written as JSON; must not be {@code null}
     */
    public CustomTrigger metadata(Object value) {
        return new CustomTrigger(type, config, Arguments.notNull(value, "metadata"), typeNamespace, functionNamespace);
    }

    /**
     * Sets the only namespace in which the engine looks for the provider of the type. Default: the namespace of the
     * worker, then {@code default}.
     */
    public CustomTrigger providedIn(String namespace) {
        return new CustomTrigger(type, config, metadata, Arguments.notBlank(namespace, "namespace"), functionNamespace);
    }

    /** Sets the namespace of the function that is called. Default: the namespace of the worker. */
    public CustomTrigger callIn(String namespace) {
        return new CustomTrigger(type, config, metadata, typeNamespace, Arguments.notBlank(namespace, "namespace"));
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public @Nullable Object config() {
        return config;
    }

    @Override
    public Optional<Object> metadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    public Optional<String> typeNamespace() {
        return Optional.ofNullable(typeNamespace);
    }

    @Override
    public Optional<String> functionNamespace() {
        return Optional.ofNullable(functionNamespace);
    }

    /** Returns the type without the configuration, which may contain secrets. */
    @Override
    public String toString() {
        return "Trigger[" + type + "]";
    }
}
