package dev.iii.sdk.internal.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** Refuses values that Jackson writes although the JSON cannot be read: {@link UnsupportedTypes}. */
final class StrictWriting extends ValueSerializerModifier {

    private static final long serialVersionUID = 1;

    @Override
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription.Supplier type, ValueSerializer<?> serializer) {
        boolean bean = serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer;
        Class<?> raw = type.getBeanClass();
        String reason = bean ? UnsupportedTypes.reasonOfBean(raw) : UnsupportedTypes.reason(raw);
        boolean subtype =
                bean && config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type.getClassInfo()) != null;
        return reason == null && subtype
                ? new SubtypeSerializer(type.getType(), serializer)
                : refusing(reason, serializer);
    }

    @Override
    public ValueSerializer<?> modifyKeySerializer(
            SerializationConfig config,
            JavaType type,
            BeanDescription.Supplier description,
            ValueSerializer<?> serializer) {
        return refusing(UnsupportedTypes.reasonOfKey(type.getRawClass(), description.get()), serializer);
    }

    private static ValueSerializer<?> refusing(@Nullable String reason, ValueSerializer<?> serializer) {
        return reason == null ? serializer : new RefusingSerializer(reason);
    }

    /** Refuses every value. */
    static final class RefusingSerializer extends StdSerializer<Object> {

        private final String reason;

        RefusingSerializer(String reason) {
            super(Object.class);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            throw new UnwritableException(generator, reason);
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            throw new UnwritableException(generator, reason);
        }
    }
}
