package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.json.NumberLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.jdk.NumberSerializer;

/** Applies {@link NumberLimits} to numbers that are written, also as strings, and to numbers that are keys of a map. */
final class BoundedNumbers extends WrappingSerializer {

    private BoundedNumbers(JavaType type, ValueSerializer<?> plain) {
        super(type, plain);
    }

    /** Returns a serializer that refuses numbers which could not be read; for other types the same serializer. */
    static ValueSerializer<?> of(JavaType type, ValueSerializer<?> plain) {
        return type.hasRawClass(BigDecimal.class) || type.hasRawClass(BigInteger.class)
                ? new BoundedNumbers(type, plain)
                : plain;
    }

    static SimpleModule addKeysTo(SimpleModule module) {
        return module.addKeyDeserializer(BigDecimal.class, new Key(BigDecimal.class, NumberLimits::decimal))
                .addKeyDeserializer(BigInteger.class, new Key(BigInteger.class, NumberLimits::integer));
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return new BoundedNumbers(type, plainFor(context, property));
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        require(value, generator);
        plain.serialize(value, generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer declared) {
        require(value, generator);
        plain.serializeWithType(value, generator, context, declared);
    }

    private void require(Object value, JsonGenerator generator) {
        // The generator checks numbers.
        boolean within = (Object) plain instanceof NumberSerializer
                || (value instanceof BigDecimal decimal
                        ? NumberLimits.isWithin(decimal)
                        : !(value instanceof BigInteger integer) || NumberLimits.isWithin(integer));
        if (!within) {
            throw new UnwritableException(
                    generator,
                    "it has more than " + NumberLimits.MAX_DIGITS + " digits, or its exponent is beyond "
                            + NumberLimits.MAX_EXPONENT);
        }
    }

    private static final class Key extends KeyDeserializer {

        private final Class<?> type;
        private final Function<String, ?> parse;

        Key(Class<?> type, Function<String, ?> parse) {
            this.type = type;
            this.parse = parse;
        }

        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) {
            try {
                return parse.apply(key);
            } catch (NumberFormatException e) {
                return context.handleWeirdKey(type, key, "not a number");
            }
        }
    }
}
