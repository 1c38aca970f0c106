package dev.iii.sdk.internal.jackson;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * Reads an array of primitive numbers. Its elements follow the same rules as single numbers. The deserializers of Jackson
 * for such arrays follow other rules.
 */
final class NumberArrayDeserializer extends StdDeserializer<Object> {

    private static final int INITIAL_LENGTH = 16;

    /** Sets the element of an array to the current number. Reads unusual numbers with the deserializer of the element. */
    private interface Setter {
        void set(
                Object array,
                int index,
                JsonParser parser,
                DeserializationContext context,
                ValueDeserializer<?> element);
    }

    private static final Map<Class<?>, Setter> SETTERS = Map.of(
            int.class,
            (array, index, parser, context, element) -> ((int[]) array)[index] =
                    isInteger(parser) ? parser.getIntValue() : (Integer) element.deserialize(parser, context),
            long.class,
            (array, index, parser, context, element) -> ((long[]) array)[index] =
                    isInteger(parser) ? parser.getLongValue() : (Long) element.deserialize(parser, context),
            short.class,
            (array, index, parser, context, element) -> ((short[]) array)[index] =
                    isInteger(parser) ? parser.getShortValue() : (Short) element.deserialize(parser, context),
            float.class,
            (array, index, parser, context, element) ->
                    ((float[]) array)[index] = (Float) element.deserialize(parser, context),
            double.class,
            (array, index, parser, context, element) -> {
                double number = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
                ((double[]) array)[index] =
                        Double.isFinite(number) ? number : (Double) element.deserialize(parser, context);
            });

    private final Class<?> elementType;
    private final @Nullable ValueDeserializer<?> element;

    NumberArrayDeserializer(JavaType type, Class<?> elementType) {
        super(type);
        this.elementType = elementType;
        this.element = null;
    }

    private NumberArrayDeserializer(NumberArrayDeserializer plain, ValueDeserializer<?> element) {
        super(plain);
        this.elementType = plain.elementType;
        this.element = element;
    }

    static boolean supports(Class<?> elementType) {
        return SETTERS.containsKey(elementType);
    }

    private static boolean isInteger(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        // Jackson ignores the annotations of the property when it writes such an array.
        return new NumberArrayDeserializer(
                this, context.findContextualValueDeserializer(context.constructType(elementType), null));
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.isExpectedStartArrayToken() || element == null) {
            return context.handleUnexpectedToken(context.constructType(handledType()), parser);
        }
        Setter setter = Objects.requireNonNull(SETTERS.get(elementType));
        Object array = Array.newInstance(elementType, INITIAL_LENGTH);
        int length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (length == Array.getLength(array)) {
                array = resized(array, length, 2 * length);
            }
            try {
                if (parser.currentToken() == JsonToken.VALUE_NULL) {
                    element.getNullValue(context);
                }
                setter.set(array, length, parser, context, element);
            } catch (JacksonException e) {
                throw e.prependPath(array, length);
            }
            length++;
        }
        return resized(array, length, length);
    }

    private Object resized(Object array, int used, int length) {
        Object copy = Array.newInstance(elementType, length);
        System.arraycopy(array, 0, copy, 0, used);
        return copy;
    }

    @Override
    public Object deserializeWithType(JsonParser parser, DeserializationContext context, TypeDeserializer types) {
        return types.deserializeTypedFromArray(parser, context);
    }
}
