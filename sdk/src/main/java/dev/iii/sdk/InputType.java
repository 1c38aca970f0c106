package dev.iii.sdk;

import dev.iii.sdk.internal.event.EventTypes;
import dev.iii.sdk.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the payload of a call becomes what a handler takes. A {@code Class} or a {@link TypeRef} will do for most functions;
 * the events of triggers have readers of their own, for example {@code StateEvent.of(Item.class)}. Immutable.
 *
 * <p>What the inferred schema calls required is required when reading, in inputs, results, state and events alike: each
 * component of a record, and each parameter of the constructor of a class, must be there and must not be null. One that
 * may be missing or null is an {@code Optional}, or is annotated {@code @Nullable}: any annotation of that name that is
 * there at run time, such as JSpecify's. An {@code Optional} is then empty, never {@code null}; a component of type
 * {@link Json} must be there and may be JSON null. Fields and setters of a class without such a constructor may be left
 * out, and keep what the class gave them.
 *
 * @param <I> what the handler takes
 */
public final class InputType<I> {

    private final @Nullable Type type;
    private final @Nullable Function<Json, ? extends I> reader;

    private InputType(@Nullable Type type, @Nullable Function<Json, ? extends I> reader) {
        this.type = type;
        this.reader = reader;
    }

    /** Read by the worker's codec; the event of a trigger, {@code CronTick.class}, by its own reader. */
    public static <I> InputType<I> of(Class<I> type) {
        return ofType(Checks.notNull(type, "input type"));
    }

    /** Read by the worker's codec; the event of a trigger, {@code StateEvent<Item>}, by its own reader. */
    public static <I> InputType<I> of(TypeRef<I> type) {
        return ofType(Checks.notNull(type, "input type").type());
    }

    @SuppressWarnings("unchecked")
    private static <I> InputType<I> ofType(Type type) {
        Function<Json, ?> reader = EventTypes.readerOf(type, Json::read);
        return reader == null ? new InputType<>(type, null) : new InputType<>(null, (Function<Json, I>) reader);
    }

    /**
     * Read by a function.
     *
     * @param reader throws {@link InvalidPayloadException} or {@link InvalidRequestException} when the payload does not do
     */
    public static <I> InputType<I> readBy(Function<Json, ? extends I> reader) {
        return new InputType<>(null, Checks.notNull(reader, "reader"));
    }

    /** The Java type, for a schema; {@code null} when a function reads the payload. */
    @Nullable
    Type type() {
        return type;
    }

    /** The value; {@code null} for JSON null. */
    @SuppressWarnings("NullAway") // I may be a type that is null, which it cannot say
    @Nullable
    I read(Json payload, JsonCodec codec) {
        return reader != null ? reader.apply(payload) : type == null ? null : Payloads.read(payload.raw(), type, codec);
    }
}
