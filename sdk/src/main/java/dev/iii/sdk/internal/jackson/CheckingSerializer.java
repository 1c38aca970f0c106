package dev.iii.sdk.internal.jackson;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/** A serializer that refuses some values, and writes all others as another serializer does. */
abstract class CheckingSerializer extends WrappingSerializer {

    CheckingSerializer(JavaType type, ValueSerializer<?> plain) {
        super(type, plain);
    }

    /** Throws an {@link UnwritableException} if the value must not be written. */
    abstract void check(Object value, JsonGenerator generator);

    @Override
    public final void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        check(value, generator);
        plain.serialize(value, generator, context);
    }

    @Override
    public final void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer declared) {
        check(value, generator);
        plain.serializeWithType(value, generator, context, declared);
    }
}
