package dev.iii.sdk.internal.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Refuses keys of maps that are not finite numbers, because such a key cannot be read. */
final class FiniteKeySerializer extends CheckingSerializer {

    FiniteKeySerializer(JavaType type, ValueSerializer<?> plain) {
        super(type, plain);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return new FiniteKeySerializer(type, plainFor(context, property));
    }

    @Override
    void check(Object value, JsonGenerator generator) {
        if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
            throw new UnwritableException(generator, "the key of a map is not a finite number; use another key");
        }
    }
}
