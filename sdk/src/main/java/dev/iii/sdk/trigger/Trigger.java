package dev.iii.sdk.trigger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes the engine call a function: a type and its configuration (engine behaviour, section 7). Implementations are
 * immutable.
 *
 * <p>Built-in types have builders of their own in this package; {@link #of} makes any other.
 */
public interface Trigger {

    /** The trigger type, for example {@code http}. */
    String type();

    /** The configuration, written as JSON; {@code null} for none. */
    @Nullable
    Object config();

    /** What every call of the trigger carries beside its payload. */
    default Optional<Object> metadata() {
        return Optional.empty();
    }

    /** The namespace in which the provider of the type is looked for; at home and then in {@code default} when empty. */
    default Optional<String> typeNamespace() {
        return Optional.empty();
    }

    /** The namespace in which the function is looked up; the worker's own when empty. */
    default Optional<String> functionNamespace() {
        return Optional.empty();
    }

    /**
     * A trigger of any type, for example one that a worker provides.
     *
     * @param config any value that can be written as JSON, or {@code null}
     * @throws IllegalArgumentException when the type is blank
     */
    static AnyTrigger of(String type, @Nullable Object config) {
        return new AnyTrigger(type, config, null, null, null);
    }
}
