package dev.iii.sdk.trigger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event source of the engine that calls a function: a trigger type and its configuration (engine behaviour, section
 * 7). Implementations are immutable.
 *
 * <p>This package has a builder for each built-in type. {@link #of} creates a trigger of any other type.
 */
public interface Trigger {

    /** Returns the trigger type, for example {@code http}. */
    String type();

    /** Returns the configuration, a value that can be written as JSON; {@code null} if there is none. */
    @Nullable
    Object config();

    /** Returns the metadata that every call of this trigger has in addition to its payload; empty if there is none. */
    default Optional<Object> metadata() {
        return Optional.empty();
    }

    /**
     * Returns the only namespace in which the engine looks for the provider of the type. If it is empty, the engine
     * looks in the namespace of the worker and then in {@code default}.
     */
    default Optional<String> typeNamespace() {
        return Optional.empty();
    }

    /** Returns the namespace of the function that is called; empty for the namespace of the worker. */
    default Optional<String> functionNamespace() {
        return Optional.empty();
    }

    /**
     * Creates a trigger of any type, for example one that a worker provides.
     *
     * @param config any value that can be written as JSON, or {@code null}
     * @throws IllegalArgumentException if the type is {@code null} or blank
     */
    static CustomTrigger of(String type, @Nullable Object config) {
        return new CustomTrigger(type, config, null, null, null);
    }
}
