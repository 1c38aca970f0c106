package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the triggers of the engine's own types have in common. Immutable.
 *
 * @param <T> the trigger itself
 */
abstract class BuiltIn<T extends BuiltIn<T>> implements Trigger {

    private final String type;
    private final Parts parts;

    /** What is known of a trigger. */
    record Parts(
            Map<String, Object> config,
            @Nullable Object metadata,
            @Nullable String typeNamespace,
            @Nullable String functionNamespace) {

        static final Parts NONE = new Parts(Map.of(), null, null, null);

        /** Keeps the order in which fields were given. */
        Parts with(String field, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(config);
            more.put(field, value);
            return new Parts(more, metadata, typeNamespace, functionNamespace);
        }

        Parts withMetadata(Object newMetadata) {
            return new Parts(config, newMetadata, typeNamespace, functionNamespace);
        }
    }

    BuiltIn(String type, Parts parts) {
        this.type = type;
        this.parts = parts;
    }

    abstract T copy(Parts changed);

    final Parts parts() {
        return parts;
    }

    final T with(String field, Object value) {
        return copy(parts.with(field, value));
    }

    final T withText(String field, @Nullable String value, String name) {
        return with(field, Arguments.notBlank(value, name));
    }

    final T withCondition(@Nullable String functionId) {
        return withText("condition_function_id", functionId, "condition function id");
    }

    final T withMetadata(@Nullable Object metadata) {
        return copy(parts.withMetadata(Arguments.notNull(metadata, "metadata")));
    }

    /**
     * Looks for the provider of the type in this namespace and nowhere else, for an engine where a worker provides a type
     * of this name. When it is not set: in the worker's own namespace, then in {@code default}, where the engine's are.
     */
    public T providedIn(String namespace) {
        Arguments.notBlank(namespace, "namespace");
        return copy(new Parts(parts.config, parts.metadata, namespace, parts.functionNamespace));
    }

    /** Calls the function of this namespace; the worker's own when it is not set. */
    public T callIn(String namespace) {
        Arguments.notBlank(namespace, "namespace");
        return copy(new Parts(parts.config, parts.metadata, parts.typeNamespace, namespace));
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public Object config() {
        return parts.config;
    }

    @Override
    public final Optional<Object> metadata() {
        return Optional.ofNullable(parts.metadata);
    }

    @Override
    public final Optional<String> typeNamespace() {
        return Optional.ofNullable(parts.typeNamespace);
    }

    @Override
    public final Optional<String> functionNamespace() {
        return Optional.ofNullable(parts.functionNamespace);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + config();
    }
}
