package dev.iii.sdk.internal.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Writes a subtype with the property that identifies it, also if the declared type is unknown. Java erases the element type
 * of a {@code List<Payment>}, and Jackson alone then omits this property, so that the list cannot be read.
 */
final class SubtypeSerializer extends WrappingSerializer {

    private final @Nullable TypeSerializer types;

    SubtypeSerializer(JavaType type, ValueSerializer<?> plain) {
        this(type, plain, null);
    }

    private SubtypeSerializer(JavaType type, ValueSerializer<?> plain, @Nullable TypeSerializer types) {
        super(type, plain);
        this.types = types;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        ValueSerializer<?> contextual = plainFor(context, property);
        TypeSerializer found = context.findTypeSerializer(type);
        return found == null
                ? contextual
                : new SubtypeSerializer(type, contextual, found.forProperty(context, property));
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        if (types == null) {
            plain.serialize(value, generator, context);
        } else {
            plain.serializeWithType(value, generator, context, types);
        }
    }
}
