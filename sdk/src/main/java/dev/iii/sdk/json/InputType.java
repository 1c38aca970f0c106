package dev.iii.sdk.json;

import dev.iii.sdk.internal.check.Arguments;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Defines how the payload of a call is read as the input of a handler. A {@code Class} or a {@link TypeRef} is enough for
 * most functions; the generic events of triggers have factory methods, for example {@code StateEvent.of(Item.class)}.
 * Immutable and thread-safe.
 *
 * <p>A value that the inferred schema lists as required must be present when it is read. This applies to inputs, results,
 * state values and events: each component of a record and each parameter of the constructor of a class must be present and
 * must not be null. Exceptions:
 *
 * <ul>
 *   <li>An {@code Optional} may be missing or null; it is then empty, never {@code null}.
 *   <li>A component that is annotated {@code @Nullable} may be missing or null. Any annotation of that name with runtime
 *       retention counts, for example that of JSpecify.
 *   <li>A component of type {@link Json} must be present and may be JSON null.
 *   <li>Fields and setters of a class without such a constructor may be missing and then keep the value that the class gave
 *       them.
 * </ul>
 *
 * @param <I> the type of the input
 */
public final class InputType<I> {

    private final @Nullable Type type;
    private final @Nullable Function<Json, ? extends I> reader;
    private final @Nullable Type valueType;

    private InputType(@Nullable Type type, @Nullable Function<Json, ? extends I> reader, @Nullable Type valueType) {
        this.type = type;
        this.reader = reader;
        this.valueType = valueType;
    }

    /**
     * Returns an input that is read by the codec of the worker, or by its own {@link PayloadReader} if the type has one.
     *
     * @throws IllegalArgumentException if the type is {@code null}
     */
    public static <I> InputType<I> of(Class<I> type) {
        return ofType(Arguments.notNull(type, "input type"));
    }

    /**
     * Returns an input of a generic type that is read by the codec of the worker, or by its own {@link PayloadReader} if the
     * type has one.
     *
     * @throws IllegalArgumentException if the type is {@code null}
     */
    public static <I> InputType<I> of(TypeRef<I> type) {
        return ofType(Arguments.notNull(type, "input type").type());
    }

    private static <I> InputType<I> ofType(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        ReadBy own = raw instanceof Class<?> known ? known.getAnnotation(ReadBy.class) : null;
        if (own == null) {
            return new InputType<>(type, null, null);
        }
        Type argument = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Json.class;
        PayloadReader<I> reader = PayloadReaders.of(own.value());
        TypeRef<?> values = TypeRef.of(argument);
        return new InputType<>(null, payload -> reader.read(payload, json -> json.as(values)), argument);
    }

    /**
     * Returns an input that is read by a function.
     *
     * @param reader converts the payload; throws {@link dev.iii.sdk.error.InvalidPayloadException} or {@link
     *     dev.iii.sdk.error.InvalidRequestException} if the payload is invalid
     * @throws IllegalArgumentException if the reader is {@code null}
     */
    public static <I> InputType<I> readBy(Function<Json, ? extends I> reader) {
        return new InputType<>(null, Arguments.notNull(reader, "reader"), null);
    }

    /**
     * Returns a copy of this input type that also names the type as which its reader reads values inside the payload with the
     * codec. Such a type is checked when the function is registered, as the type of the whole payload is. The events of
     * triggers name their types themselves.
     *
     * @throws IllegalArgumentException if the type is {@code null}
     */
    public InputType<I> withValueType(TypeRef<?> values) {
        return new InputType<>(
                type, reader, Arguments.notNull(values, "value type").type());
    }

    /** Returns the Java type that the codec reads; empty if a function or a {@link PayloadReader} reads the payload. */
    public Optional<Type> type() {
        return Optional.ofNullable(type);
    }

    /**
     * Returns the Java type as which the codec reads values inside the payload, for example {@code Item} for {@code
     * StateEvent<Item>}; empty if it reads the whole payload, or if nothing is known.
     */
    public Optional<Type> valueType() {
        return Optional.ofNullable(valueType);
    }

    /**
     * Reads a payload. Returns {@code null} for JSON null, unless the type is an {@code Optional}.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the payload does not fit
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // I may be a nullable type, which its declaration cannot express
    public @Nullable I read(Json payload) {
        Arguments.notNull(payload, "payload");
        return reader != null ? reader.apply(payload) : type == null ? null : (I) payload.as(TypeRef.of(type));
    }
}
