package dev.iii.sdk.trigger;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.ReadBy;
import dev.iii.sdk.json.TypeRef;
import java.util.Optional;

/**
 * A write to the state: the payload of functions that are bound to a {@link StateTrigger} (engine behaviour, section
 * 9). Immutable as long as its values are.
 *
 * <pre>{@code
 * worker.registerFunction("on-stock", StateEvent.of(Stock.class), (event, call) -> {
 *     event.newValue().ifPresent(stock -> watch(event.key(), stock));
 *     return null;
 * });
 * worker.registerTrigger(StateTrigger.scope("stock"), "on-stock");
 * }</pre>
 *
 * @param kind {@code CREATED} when nothing was there before; an update without effect is {@code UPDATED}, a delete of a
 *     key that is not there is {@code DELETED}
 * @param scope the scope
 * @param key the key
 * @param oldValue what was there before; empty when nothing was, or JSON null
 * @param newValue what is there now; empty when nothing is, or JSON null
 * @param <T> the type of the values
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(EventReaders.StateEvents.class)
public record StateEvent<T>(Kind kind, String scope, String key, Optional<T> oldValue, Optional<T> newValue) {

    /** What was done. */
    public enum Kind {
        /** Nothing was there before. */
        CREATED,
        /** Something was there before. */
        UPDATED,
        /** The key was deleted. */
        DELETED
    }

    /** Events whose values are of this type, as the input of a function. */
    public static <T> InputType<StateEvent<T>> of(Class<T> valueType) {
        Arguments.notNull(valueType, "value type");
        return InputType.readBy(json -> EventReaders.state(json, value -> value.as(valueType)));
    }

    /** Events whose values are of this generic type, as the input of a function. */
    public static <T> InputType<StateEvent<T>> of(TypeRef<T> valueType) {
        Arguments.notNull(valueType, "value type");
        return InputType.readBy(json -> EventReaders.state(json, value -> value.as(valueType)));
    }
}
