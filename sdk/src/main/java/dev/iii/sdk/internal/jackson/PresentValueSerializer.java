package dev.iii.sdk.internal.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Writes a type as the value of one of its properties ({@code @JsonValue}), and refuses null as this value. It would be
 * written as JSON null, which the schema does not permit, and read back as null instead of an object that contains null.
 */
final class PresentValueSerializer extends WrappingSerializer {

    private final AnnotatedMember value;

    PresentValueSerializer(JavaType type, ValueSerializer<?> plain, AnnotatedMember value) {
        super(type, plain);
        this.value = value;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return new PresentValueSerializer(type, plainFor(context, property), value);
    }

    @Override
    public void serialize(Object bean, JsonGenerator generator, SerializationContext context) {
        require(bean, generator);
        plain.serialize(bean, generator, context);
    }

    @Override
    public void serializeWithType(
            Object bean, JsonGenerator generator, SerializationContext context, TypeSerializer declared) {
        require(bean, generator);
        plain.serializeWithType(bean, generator, context, declared);
    }

    private void require(Object bean, JsonGenerator generator) {
        if (value.getValue(bean) == null) {
            throw new UnwritableException(
                    generator,
                    "the value as which " + type.getRawClass().getSimpleName()
                            + " is written (@JsonValue) is null; use null or an Optional instead of this object");
        }
    }
}
