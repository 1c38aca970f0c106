package dev.iii.sdk.internal.jackson;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.util.NameTransformer;

/**
 * Writes a subtype with the property that identifies it, also if the declared type is unknown. Java erases the element type
 * of a {@code List<Payment>}, and Jackson alone then omits this property, so that the list cannot be read.
 */
final class SubtypeSerializer extends ValueSerializer<Object> {

    private final JavaType type;
    private final ValueSerializer<Object> plain;
    private final @Nullable TypeSerializer types;

    @SuppressWarnings("unchecked")
    SubtypeSerializer(JavaType type, ValueSerializer<?> plain) {
        this(type, (ValueSerializer<Object>) plain, null);
    }

    private SubtypeSerializer(JavaType type, ValueSerializer<Object> plain, @Nullable TypeSerializer types) {
        this.type = type;
        this.plain = plain;
        this.types = types;
    }

    ValueSerializer<?> plain() {
        return plain;
    }

    @Override
    public void resolve(SerializationContext context) {
        plain.resolve(context);
    }

    @Override
    @SuppressWarnings("unchecked")
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        ValueSerializer<?> contextual = context.handleSecondaryContextualization(plain, property);
        TypeSerializer found = context.findTypeSerializer(type);
        return found == null
                ? contextual
                : new SubtypeSerializer(
                        type, (ValueSerializer<Object>) contextual, found.forProperty(context, property));
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        if (types == null) {
            plain.serialize(value, generator, context);
        } else {
            plain.serializeWithType(value, generator, context, types);
        }
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer declared) {
        plain.serializeWithType(value, generator, context, declared);
    }

    @Override
    public ValueSerializer<Object> unwrappingSerializer(NameTransformer unwrapper) {
        return plain.unwrappingSerializer(unwrapper);
    }

    @Override
    public Class<?> handledType() {
        return type.getRawClass();
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return plain.isEmpty(context, value);
    }

    @Override
    public boolean usesObjectId() {
        return plain.usesObjectId();
    }

    @Override
    public Iterator<PropertyWriter> properties() {
        return plain.properties();
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType described) {
        plain.acceptJsonFormatVisitor(visitor, described);
    }
}
