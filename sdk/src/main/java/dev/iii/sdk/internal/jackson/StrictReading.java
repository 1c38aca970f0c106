package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.iii.sdk.internal.json.NumberLimits;
import java.io.File;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.MapType;

/**
 * Makes Jackson accept for each {@linkplain Scalars scalar type} only the kind of JSON that its schema states. Jackson
 * alone converts more than is safe: it reads a number as a time, and {@code 65} as the character {@code A}.
 *
 * <p>An integer may be written with a zero fraction ({@code 2.0}) or an exponent ({@code 1e2}): JSON Schema treats such
 * numbers as integers, and the engine and languages without an integer type send them. Numbers with another fraction
 * are rejected, never truncated. {@code @JsonFormat(shape = …)} changes the kind that is accepted, as it does for writing.
 */
final class StrictReading extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1;

    /**
     * Conversions for number types. They throw ArithmeticException if the number has a fraction or is out of range, and
     * DateTimeException if it is not a valid year or month.
     */
    private static final Map<Class<?>, Function<BigDecimal, ?>> EXACT = Map.ofEntries(
            Map.entry(int.class, BigDecimal::intValueExact),
            Map.entry(Integer.class, BigDecimal::intValueExact),
            Map.entry(long.class, BigDecimal::longValueExact),
            Map.entry(Long.class, BigDecimal::longValueExact),
            Map.entry(short.class, BigDecimal::shortValueExact),
            Map.entry(Short.class, BigDecimal::shortValueExact),
            Map.entry(byte.class, BigDecimal::byteValueExact),
            Map.entry(Byte.class, BigDecimal::byteValueExact),
            Map.entry(BigInteger.class, StrictReading::integer),
            Map.entry(Year.class, number -> Year.of(number.intValueExact())),
            Map.entry(Month.class, number -> month(number.intValueExact())),
            Map.entry(AtomicInteger.class, number -> new AtomicInteger(number.intValueExact())),
            Map.entry(AtomicLong.class, number -> new AtomicLong(number.longValueExact())));

    /** Conversions from text, for {@code @JsonFormat(shape = STRING)}, of the types other than integers. */
    private static final Map<Class<?>, Function<String, ?>> FROM_TEXT = Map.of(
            double.class, Double::valueOf,
            Double.class, Double::valueOf,
            float.class, Float::valueOf,
            Float.class, Float::valueOf,
            BigDecimal.class, NumberLimits::decimal,
            Number.class, NumberLimits::decimal);

    /** Types for which Jackson ignores {@code @JsonFormat(shape = …)} when it writes them. */
    static final Set<Class<?>> SHAPELESS =
            Set.of(AtomicInteger.class, AtomicLong.class, AtomicBoolean.class, Month.class);

    /** Times that Jackson writes in milliseconds for {@code NUMBER_INT}, although it reads an integer as seconds. */
    private static final Map<Class<?>, LongFunction<?>> MILLISECONDS = Map.of(
            Instant.class,
            Instant::ofEpochMilli,
            OffsetDateTime.class,
            millis -> Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC),
            ZonedDateTime.class,
            millis -> Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC),
            Duration.class,
            Duration::ofMillis);

    /** The values that are written as an empty string. */
    private static final Map<Class<?>, Object> EMPTY =
            Map.of(File.class, new File(""), Path.class, Path.of(""), Pattern.class, Pattern.compile(""));

    private static Month month(int number) {
        if (number < 1 || number > Month.values().length) {
            throw new DateTimeException("no month");
        }
        return Month.of(number);
    }

    private static BigInteger integer(BigDecimal number) {
        if (number.signum() == 0) {
            return BigInteger.ZERO;
        }
        int digits = NumberLimits.isWithin(number) ? number.precision() - number.scale() : 0;
        if (digits <= 0 || digits > NumberLimits.MAX_DIGITS) {
            throw new ArithmeticException("a fraction, or too many digits");
        }
        return number.toBigIntegerExact();
    }

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier type, ValueDeserializer<?> deserializer) {
        if (deserializer instanceof BeanDeserializerBase bean) {
            String closed = ClosedPackages.remedy(type.getBeanClass());
            if (closed != null) {
                return new ClosedDeserializer(type.getType(), closed);
            }
            if (isInteger(bean.getValueInstantiator())) {
                return new IntegerValueDeserializer(bean);
            }
        }
        return scalar(type.getBeanClass(), deserializer);
    }

    /** Refuses every value of a class that cannot be accessed. */
    static final class ClosedDeserializer extends StdDeserializer<Object> {

        private final JavaType type;
        private final String reason;

        ClosedDeserializer(JavaType type, String reason) {
            super(type);
            this.type = type;
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            return context.reportBadDefinition(type, reason);
        }
    }

    private static boolean isInteger(ValueInstantiator values) {
        return (values.canCreateFromInt() || values.canCreateFromLong()) && !values.canCreateFromDouble();
    }

    @Override
    public ValueDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config,
            JavaType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        JsonFormat.Value format = config.getAnnotationIntrospector().findFormat(config, description.getClassInfo());
        return Scalars.of(type.getRawClass()) == null
                ? new EnumDeserializer(
                        deserializer, type.getRawClass(), format == null ? JsonFormat.Shape.ANY : format.getShape())
                : scalar(type.getRawClass(), deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyArrayDeserializer(
            DeserializationConfig config,
            ArrayType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        Class<?> element = type.getContentType().getRawClass();
        return NumberArrayDeserializer.supports(element)
                ? new NumberArrayDeserializer(type, element)
                : scalar(type.getRawClass(), deserializer);
    }

    @Override
    public ValueDeserializer<?> modifyMapDeserializer(
            DeserializationConfig config,
            MapType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> deserializer) {
        return DistinctKeys.of(type, deserializer);
    }

    @Override
    public KeyDeserializer modifyKeyDeserializer(
            DeserializationConfig config, JavaType type, KeyDeserializer deserializer) {
        return DistinctKeys.ofKey(type, deserializer);
    }

    private static ValueDeserializer<?> scalar(Class<?> type, ValueDeserializer<?> plain) {
        Scalars.Scalar scalar = Scalars.of(type);
        if (scalar == null || type == String.class) {
            return plain;
        }
        return switch (scalar.kind()) {
            case STRING -> new StringDeserializer(plain, type, scalar, JsonFormat.Shape.ANY, false);
            case BOOLEAN -> new BooleanDeserializer(plain, type, JsonFormat.Shape.ANY);
            default -> new NumberDeserializer(plain, type, JsonFormat.Shape.ANY);
        };
    }

    /** Reads a type in the shape that its property requires. */
    abstract static class ShapedDeserializer extends DelegatingDeserializer {

        final Class<?> type;
        final JsonFormat.Shape shape;

        ShapedDeserializer(ValueDeserializer<?> plain, Class<?> type, JsonFormat.Shape shape) {
            super(plain);
            this.type = type;
            this.shape = shape;
        }

        abstract ValueDeserializer<?> with(ValueDeserializer<?> plain, JsonFormat.Value format);

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            ValueDeserializer<?> plain =
                    context.handleSecondaryContextualization(getDelegatee(), property, context.constructType(type));
            return with(plain, findFormatOverrides(context, property, type));
        }

        @Override
        protected final ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> plain) {
            return with(plain, JsonFormat.Value.forShape(shape));
        }

        /** Returns {@code true} if the value is written as a string although its type is another one. */
        boolean isText() {
            return shape == JsonFormat.Shape.STRING;
        }

        /** Returns the default of a primitive parameter that is not required, for example because it is ignored. */
        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : super.getAbsentValue(context);
        }

        Object mismatch(JsonParser parser, DeserializationContext context) {
            if (isText() || shape.isNumeric()) {
                throw new ShapeMismatchException(parser, shape, null);
            }
            return context.handleUnexpectedToken(context.constructType(type), parser);
        }

        Object wrongText(JsonParser parser, DeserializationContext context) {
            if (isText()) {
                throw new ShapeMismatchException(parser, shape, Scalars.of(type));
            }
            return context.handleWeirdStringValue(type, parser.getString(), "not a value of this type");
        }
    }

    /** Reads numbers. */
    static final class NumberDeserializer extends ShapedDeserializer {

        private final @Nullable Function<BigDecimal, ?> exact;

        NumberDeserializer(ValueDeserializer<?> plain, Class<?> type, JsonFormat.Shape shape) {
            super(plain, type, shape);
            this.exact = EXACT.get(type);
        }

        @Override
        ValueDeserializer<?> with(ValueDeserializer<?> plain, JsonFormat.Value format) {
            return new NumberDeserializer(
                    plain, type, SHAPELESS.contains(type) ? JsonFormat.Shape.ANY : format.getShape());
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            try {
                return read(parser, context);
            } catch (DateTimeException | InputCoercionException e) {
                // The exception of Jackson names another type, for example an integer for a year.
                throw outOfRange(parser, type);
            }
        }

        private @Nullable Object read(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (isText() && token != JsonToken.VALUE_NULL) {
                return token == JsonToken.VALUE_STRING ? parse(parser, context) : mismatch(parser, context);
            }
            if (token == JsonToken.VALUE_NUMBER_FLOAT && exact != null) {
                try {
                    return exact.apply(parser.getDecimalValue());
                } catch (ArithmeticException e) {
                    // The number has a fraction or is out of range.
                    return super.deserialize(parser, context);
                }
            }
            // Some standard deserializers accept the strings "NaN" and "INF".
            return token == JsonToken.VALUE_STRING
                    ? mismatch(parser, context)
                    : finite(super.deserialize(parser, context), parser, type);
        }

        private @Nullable Object parse(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            Function<String, ?> fromText = FROM_TEXT.get(type);
            try {
                if (fromText != null) {
                    return fromText.apply(text);
                }
                return exact == null ? super.deserialize(parser, context) : exact.apply(NumberLimits.decimal(text));
            } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
                return wrongText(parser, context);
            }
        }
    }

    /** Reads a class that is written as one integer ({@code @JsonValue}). */
    static final class IntegerValueDeserializer extends DelegatingDeserializer {

        IntegerValueDeserializer(ValueDeserializer<?> plain) {
            super(plain);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> plain) {
            return new IntegerValueDeserializer(plain);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                    && getDelegatee() instanceof BeanDeserializerBase bean) {
                ValueInstantiator values = bean.getValueInstantiator();
                try {
                    BigDecimal number = parser.getDecimalValue();
                    return values.canCreateFromInt()
                            ? values.createFromInt(context, number.intValueExact())
                            : values.createFromLong(context, number.longValueExact());
                } catch (ArithmeticException e) {
                    // The number has a fraction or is out of range; the standard deserializer reports this.
                    return super.deserialize(parser, context);
                }
            }
            return super.deserialize(parser, context);
        }
    }

    /** Returns the number. Refuses infinity, which Jackson returns for large numbers, and numbers outside the limits. */
    static @Nullable Object finite(@Nullable Object number, JsonParser parser, Class<?> type) {
        boolean refused = (number instanceof Double d && !Double.isFinite(d))
                || (number instanceof Float f && !Float.isFinite(f))
                || (number instanceof BigDecimal decimal && !NumberLimits.isWithin(decimal));
        if (refused) {
            throw outOfRange(parser, type);
        }
        return number;
    }

    private static InputCoercionException outOfRange(JsonParser parser, Class<?> type) {
        return new InputCoercionException(parser, "out of range", parser.currentToken(), type);
    }

    /** Reads types that are written as strings, for example times. */
    private static final class StringDeserializer extends ShapedDeserializer {

        private final Scalars.Scalar scalar;
        private final boolean hasPattern;

        StringDeserializer(
                ValueDeserializer<?> plain,
                Class<?> type,
                Scalars.Scalar scalar,
                JsonFormat.Shape shape,
                boolean hasPattern) {
            super(plain, type, shape);
            this.scalar = scalar;
            this.hasPattern = hasPattern;
        }

        @Override
        ValueDeserializer<?> with(ValueDeserializer<?> plain, JsonFormat.Value format) {
            return new StringDeserializer(plain, type, scalar, format.getShape(), hasPattern || format.hasPattern());
        }

        @Override
        boolean isText() {
            return false;
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            return switch (token) {
                case VALUE_STRING -> shape.isNumeric() ? mismatch(parser, context) : text(parser, context);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    shape.isNumeric() ? number(parser, context) : mismatch(parser, context);
                case START_ARRAY ->
                    shape == JsonFormat.Shape.ARRAY ? super.deserialize(parser, context) : mismatch(parser, context);
                case VALUE_EMBEDDED_OBJECT, VALUE_NULL -> super.deserialize(parser, context);
                default -> mismatch(parser, context);
            };
        }

        private @Nullable Object number(JsonParser parser, DeserializationContext context) {
            // Jackson writes a duration in seconds with a fraction, also as NUMBER_INT.
            boolean seconds = type == Duration.class && parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT;
            LongFunction<?> milliseconds =
                    shape == JsonFormat.Shape.NUMBER_INT && !seconds ? MILLISECONDS.get(type) : null;
            try {
                return milliseconds == null
                        ? super.deserialize(parser, context)
                        : milliseconds.apply(parser.getLongValue());
            } catch (DateTimeException | ArithmeticException e) {
                throw outOfRange(parser, type);
            }
        }

        private @Nullable Object text(JsonParser parser, DeserializationContext context) {
            if (!hasPattern && !scalar.isComplete().test(parser.getString())) {
                return wrongText(parser, context);
            }
            // Jackson reads an empty string as null.
            Object value = super.deserialize(parser, context);
            if (value == null && parser.getString().isEmpty() && EMPTY.containsKey(type)) {
                return EMPTY.get(type);
            }
            return value == null ? wrongText(parser, context) : value;
        }
    }

    /** Reads booleans. */
    static final class BooleanDeserializer extends ShapedDeserializer {

        BooleanDeserializer(ValueDeserializer<?> plain, Class<?> type, JsonFormat.Shape shape) {
            super(plain, type, shape);
        }

        @Override
        ValueDeserializer<?> with(ValueDeserializer<?> plain, JsonFormat.Value format) {
            return new BooleanDeserializer(
                    plain, type, SHAPELESS.contains(type) ? JsonFormat.Shape.ANY : format.getShape());
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (shape.isNumeric() && token != JsonToken.VALUE_NULL) {
                int bit = token == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
                return bit == 0 || bit == 1 ? (Object) (bit == 1) : mismatch(parser, context);
            }
            if (isText() && token != JsonToken.VALUE_NULL) {
                String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
                return text.equals("true") || text.equals("false")
                        ? (Object) text.equals("true")
                        : mismatch(parser, context);
            }
            return super.deserialize(parser, context);
        }
    }

    /** Reads enums by name, or by number if its {@code @JsonFormat} requires it. */
    private static final class EnumDeserializer extends ShapedDeserializer {

        EnumDeserializer(ValueDeserializer<?> plain, Class<?> type, JsonFormat.Shape shape) {
            super(plain, type, shape);
        }

        @Override
        ValueDeserializer<?> with(ValueDeserializer<?> plain, JsonFormat.Value format) {
            boolean own = format.hasShape() && format.getShape() != JsonFormat.Shape.ANY;
            return new EnumDeserializer(plain, type, own ? format.getShape() : shape);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            if (shape.isNumeric() && parser.currentToken() != JsonToken.VALUE_NULL) {
                Object[] constants = type.getEnumConstants();
                int index = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
                return index >= 0 && index < constants.length ? constants[index] : mismatch(parser, context);
            }
            Object value = super.deserialize(parser, context);
            return value == null && parser.currentToken() == JsonToken.VALUE_STRING
                    ? wrongText(parser, context)
                    : value;
        }
    }
}
