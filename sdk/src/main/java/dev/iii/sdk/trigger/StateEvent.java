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
 * A write to the state. It is the payload of functions that are bound to a {@link StateTrigger} (engine behaviour,
 * section 9). Immutable if its values are.
 *
 * <pre>{@code
 * worker.registerFunction("on-stock", StateEvent.of(Stock.class), (event, call) -> {
 *     event.newValue().ifPresent(stock -> watch(event.key(), stock));
 *     return null;
 * });
 * worker.registerTrigger(StateTrigger.scope("stock"), "on-stock");
 * }</pre>
 *
 * @param kind {@code CREATED} if the key had no value; {@code UPDATED} also for an update without effect;
 *     {@code DELETED} also if the key did not exist
 * @param scope the scope
 * @param key the key
 * @param oldValue the value before the write; empty if there was none or it was JSON null
 * @param newValue the value after the write; empty if there is none or it is JSON null
 * @param <T> the type of the values
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.StateEvents.class)
public record StateEvent<T>(Kind kind, String scope, String key, Optional<T> oldValue, Optional<T> newValue)
        implements JsonConvertible {

    /** The kind of a write. */
    public enum Kind {
        /** The key had no value before. */
        CREATED,
        /** The key had a value before. */
        UPDATED,
        /** The key was deleted. */
        DELETED
    }

    /** Returns the input type of a function that receives events whose values have this type. */
    public static <T> InputType<StateEvent<T>> of(Class<T> valueType) {
        return of(TypeRef.of(Arguments.notNull(valueType, "value type")));
    }

    /** Returns the input type of a function that receives events whose values have this generic type. */
    public static <T> InputType<StateEvent<T>> of(TypeRef<T> valueType) {
        Arguments.notNull(valueType, "value type");
        InputType<StateEvent<T>> type =
                InputType.readBy(json -> EventReaders.state(json, value -> value.as(valueType)));
        return type.withValueType(valueType);
    }

    @Override
    public Json toJson() {
        return toJson(JsonCodec.standard());
    }

    @Override
    public Json toJson(JsonCodec codec) {
        return EventWriters.state(this, Arguments.notNull(codec, "codec"));
    }
}
