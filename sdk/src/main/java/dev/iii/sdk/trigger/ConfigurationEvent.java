package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.json.TypeRef;
import java.util.Optional;

/**
 * A configuration was registered or changed: the payload of functions that are bound to a {@link ConfigurationTrigger}
 * (engine behaviour, section 18). Immutable as long as its values are.
 *
 * @param kind what was done
 * @param id the id of the configuration
 * @param name its name for people
 * @param description a text for people
 * @param schema the JSON Schema of its values
 * @param oldValue the value before; empty when there was none
 * @param newValue the value now, with variables filled in; empty when there is none any more
 * @param <T> the type of the values
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.ConfigurationEvents.class)
public record ConfigurationEvent<T>(
        Kind kind,
        String id,
        String name,
        String description,
        Json schema,
        Optional<T> oldValue,
        Optional<T> newValue) {

    /** What was done. */
    public enum Kind {
        /** The id is new, or was registered again. */
        REGISTERED,
        /** The value was set. */
        UPDATED,
        /** The id is gone. */
        DELETED
    }

    /** Events whose values are of this type, as the input of a function. */
    public static <T> InputType<ConfigurationEvent<T>> of(Class<T> valueType) {
        Arguments.notNull(valueType, "value type");
        return InputType.readBy(json -> EventReaders.configuration(json, value -> value.as(valueType)));
    }

    /** Events whose values are of this generic type, as the input of a function. */
    public static <T> InputType<ConfigurationEvent<T>> of(TypeRef<T> valueType) {
        Arguments.notNull(valueType, "value type");
        return InputType.readBy(json -> EventReaders.configuration(json, value -> value.as(valueType)));
    }
}
