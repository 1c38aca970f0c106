package dev.iii.sdk.internal.jackson;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads an optional number by the rules for the number. */
final class OptionalNumberDeserializer<T> extends StdDeserializer<T> {

    private final Class<?> number;
    private final transient T empty;
    private final transient Function<Number, T> present;
    private final @Nullable ValueDeserializer<?> numbers;

    private OptionalNumberDeserializer(
            Class<T> type,
            Class<?> number,
            T empty,
            Function<Number, T> present,
            @Nullable ValueDeserializer<?> numbers) {
        super(type);
        this.number = number;
        this.empty = empty;
        this.present = present;
        this.numbers = numbers;
    }

    static SimpleModule addTo(SimpleModule module) {
        add(module, OptionalInt.class, Integer.class, OptionalInt.empty(), n -> OptionalInt.of(n.intValue()));
        add(module, OptionalLong.class, Long.class, OptionalLong.empty(), n -> OptionalLong.of(n.longValue()));
        add(
                module,
                OptionalDouble.class,
                Double.class,
                OptionalDouble.empty(),
                n -> OptionalDouble.of(n.doubleValue()));
        return module;
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, Class<?> number, T empty, Function<Number, T> present) {
        module.addDeserializer(type, new OptionalNumberDeserializer<>(type, number, empty, present, null));
    }

    @Override
    @SuppressWarnings("unchecked") // the handled type is the type of the empty value
    public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        // Jackson ignores @JsonFormat of the property when it writes an optional number.
        return new OptionalNumberDeserializer<>(
                (Class<T>) handledType(),
                number,
                empty,
                present,
                context.findContextualValueDeserializer(context.constructType(number), null));
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
        Object read = numbers == null ? null : numbers.deserialize(parser, context);
        return read instanceof Number value ? present.apply(value) : empty;
    }

    @Override
    public T getNullValue(DeserializationContext context) {
        return empty;
    }

    @Override
    public T getAbsentValue(DeserializationContext context) {
        return empty;
    }
}
