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
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.jdk.NumberSerializer;

/** Applies {@link NumberLimits} to numbers that are written, also as strings, and to numbers that are keys of a map. */
final class BoundedNumbers extends CheckingSerializer {

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
                .addKeyDeserializer(BigInteger.class, new Key(BigInteger.class, NumberLimits::integer))
                .addKeyDeserializer(Double.class, new Key(Double.class, BoundedNumbers::doubleOf))
                .addKeyDeserializer(Float.class, new Key(Float.class, BoundedNumbers::floatOf))
                .addKeyDeserializer(Long.class, new Key(Long.class, key -> canonical(Long.valueOf(key), key)))
                .addKeyDeserializer(Integer.class, new Key(Integer.class, key -> canonical(Integer.valueOf(key), key)))
                .addKeyDeserializer(Short.class, new Key(Short.class, key -> canonical(Short.valueOf(key), key)))
                .addKeyDeserializer(Byte.class, new Key(Byte.class, key -> canonical(Byte.valueOf(key), key)));
    }

    private static Double doubleOf(String key) {
        double value = NumberLimits.decimal(key).doubleValue();
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("too large");
        }
        // A decimal has no negative zero.
        return value == 0 && key.startsWith("-") ? -0.0 : value;
    }

    private static Float floatOf(String key) {
        float value = NumberLimits.decimal(key).floatValue();
        if (!Float.isFinite(value)) {
            throw new NumberFormatException("too large");
        }
        return value == 0 && key.startsWith("-") ? -0.0f : value;
    }

    /** Two keys of a JSON object, for example "1" and "+1", must not become one key of a map. */
    private static Number canonical(Number value, String key) {
        if (!value.toString().equals(key)) {
            throw new NumberFormatException("not as it is written");
        }
        return value;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return new BoundedNumbers(type, plainFor(context, property));
    }

    @Override
    void check(Object value, JsonGenerator generator) {
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
