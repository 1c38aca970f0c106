package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.json.TypeRef;
import java.util.Optional;

/**
 * A registration or change of a configuration. It is the payload of functions that are bound to a
 * {@link ConfigurationTrigger} (engine behaviour, section 18). Immutable if its values are.
 *
 * @param kind the kind of the change
 * @param id the id of the configuration
 * @param name the display name of the configuration
 * @param description a human-readable description
 * @param schema the JSON Schema of the values
 * @param oldValue the value before the change; empty if there was none
 * @param newValue the value after the change, with its variables replaced; empty if there is none
 * @param <T> the type of the values
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.ConfigurationEvents.class)
public record ConfigurationEvent<T>(
        Kind kind, String id, String name, String description, Json schema, Optional<T> oldValue, Optional<T> newValue)
        implements JsonConvertible {

    /** The kind of a change. */
    public enum Kind {
        /** The configuration was registered, for the first time or again. */
        REGISTERED,
        /** The value was set. */
        UPDATED,
        /** The configuration was deleted. */
        DELETED
    }

    /** Returns the input type of a function that receives events whose values have this type. */
    public static <T> InputType<ConfigurationEvent<T>> of(Class<T> valueType) {
        return of(TypeRef.of(Arguments.notNull(valueType, "value type")));
    }

    /** Returns the input type of a function that receives events whose values have this generic type. */
    public static <T> InputType<ConfigurationEvent<T>> of(TypeRef<T> valueType) {
        Arguments.notNull(valueType, "value type");
        InputType<ConfigurationEvent<T>> type =
                InputType.readBy(json -> EventReaders.configuration(json, value -> value.as(valueType)));
        return type.withValueType(valueType);
    }

    @Override
    public Json toJson() {
        return toJson(JsonCodec.standard());
    }

    @Override
    public Json toJson(JsonCodec codec) {
        return EventWriters.configuration(this, Arguments.notNull(codec, "codec"));
    }
}
