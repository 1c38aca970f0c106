package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trigger of a type that has no builder, for example one that a worker provides. Made by {@link Trigger#of}; immutable. */
public final class AnyTrigger implements Trigger {

    private final String type;
    private final @Nullable Object config;
    private final @Nullable Object metadata;
    private final @Nullable String typeNamespace;
    private final @Nullable String functionNamespace;

    AnyTrigger(
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

    /** What the provider gets and, if it passes it on, every call beside its payload. */
    public AnyTrigger metadata(Object value) {
        return new AnyTrigger(type, config, Arguments.notNull(value, "metadata"), typeNamespace, functionNamespace);
    }

    /**
     * Looks for the provider of the type in this namespace and nowhere else. When it is not set: in the worker's own
     * namespace, then in {@code default}.
     */
    public AnyTrigger providedIn(String namespace) {
        return new AnyTrigger(type, config, metadata, Arguments.notBlank(namespace, "namespace"), functionNamespace);
    }

    /** Calls the function of this namespace; the worker's own when it is not set. */
    public AnyTrigger callIn(String namespace) {
        return new AnyTrigger(type, config, metadata, typeNamespace, Arguments.notBlank(namespace, "namespace"));
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

    /** Leaves the configuration out: nobody knows what is in it. */
    @Override
    public String toString() {
        return "Trigger[" + type + "]";
    }
}
