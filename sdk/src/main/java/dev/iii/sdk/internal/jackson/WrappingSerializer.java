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

/** A serializer that changes how another serializer writes a type. */
abstract class WrappingSerializer extends ValueSerializer<Object> {

    final JavaType type;
    final ValueSerializer<Object> plain;

    @SuppressWarnings("unchecked")
    WrappingSerializer(JavaType type, ValueSerializer<?> plain) {
        this.type = type;
        this.plain = (ValueSerializer<Object>) plain;
    }

    /** Returns the serializer that is wrapped. */
    final ValueSerializer<?> plain() {
        return plain;
    }

    /** Returns the wrapped serializer for one property. */
    final ValueSerializer<?> plainFor(SerializationContext context, @Nullable BeanProperty property) {
        return context.handleSecondaryContextualization(plain, property);
    }

    @Override
    public final void resolve(SerializationContext context) {
        plain.resolve(context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer declared) {
        plain.serializeWithType(value, generator, context, declared);
    }

    @Override
    public final ValueSerializer<Object> unwrappingSerializer(NameTransformer unwrapper) {
        return plain.unwrappingSerializer(unwrapper);
    }

    @Override
    public final Class<?> handledType() {
        return type.getRawClass();
    }

    @Override
    public final boolean isEmpty(SerializationContext context, Object value) {
        return plain.isEmpty(context, value);
    }

    @Override
    public final boolean usesObjectId() {
        return plain.usesObjectId();
    }

    @Override
    public final Iterator<PropertyWriter> properties() {
        return plain.properties();
    }

    @Override
    public final void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType described) {
        plain.acceptJsonFormatVisitor(visitor, described);
    }
}
