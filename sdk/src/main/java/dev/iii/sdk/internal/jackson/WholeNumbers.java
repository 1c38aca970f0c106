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
 * Integers that are written with a fraction of zero, {@code 2.0}, or an exponent, {@code 1e2}: what JSON Schema counts as
 * integers, and what languages without integers of their own send. A fraction is never cut.
 */
final class WholeNumbers extends ValueDeserializerModifier {

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
                    // Not whole, or out of range, which the plain one has the words for.
                    return super.deserialize(parser, context);
                }
            }
            return super.deserialize(parser, context);
        }
    }
}
