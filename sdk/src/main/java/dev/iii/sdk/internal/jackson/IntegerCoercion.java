package dev.iii.sdk.internal.jackson;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Accepts integers that are written with a zero fraction ({@code 2.0}) or an exponent ({@code 1e2}). JSON Schema treats
 * them as integers, and languages without an integer type send them. Numbers with another fraction are rejected, never
 * truncated.
 */
final class IntegerCoercion extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1;

    private static final Map<Class<?>, Function<BigDecimal, Number>> EXACT = Map.of(
            int.class, BigDecimal::intValueExact,
            Integer.class, BigDecimal::intValueExact,
            long.class, BigDecimal::longValueExact,
            Long.class, BigDecimal::longValueExact,
            short.class, BigDecimal::shortValueExact,
            Short.class, BigDecimal::shortValueExact,
            byte.class, BigDecimal::byteValueExact,
            Byte.class, BigDecimal::byteValueExact);

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier type, ValueDeserializer<?> deserializer) {
        Function<BigDecimal, Number> exact = EXACT.get(type.getBeanClass());
        return exact == null ? deserializer : new Reading(deserializer, exact);
    }

    private static final class Reading extends DelegatingDeserializer {

        private final Function<BigDecimal, Number> exact;

        Reading(ValueDeserializer<?> plain, Function<BigDecimal, Number> exact) {
            super(plain);
            this.exact = exact;
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> plain) {
            return new Reading(plain, exact);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                try {
                    return exact.apply(parser.getDecimalValue());
                } catch (ArithmeticException e) {
                    // The number has a fraction or is out of range; the standard deserializer reports this.
                    return super.deserialize(parser, context);
                }
            }
            return super.deserialize(parser, context);
        }
    }
}
