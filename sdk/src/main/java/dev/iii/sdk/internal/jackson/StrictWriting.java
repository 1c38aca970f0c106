package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.bean.UnwrappingBeanPropertyWriter;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.jackson.JsonValueSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.NameTransformer;

/**
 * Refuses values that Jackson writes although the JSON cannot be read: {@link UnsupportedTypes}, and null where the schema
 * requires a value ({@link RequiredFields}).
 */
final class StrictWriting extends ValueSerializerModifier {

    private static final long serialVersionUID = 1;

    private static final RefusingSerializer NULL = new RefusingSerializer(
            "it is null, but it is required; annotate it with @Nullable, or make it an Optional");
    static final ValueSerializer<Object> NULL_KEY =
            new RefusingSerializer("the key of a map is null; remove the entry, or use another key");

    private transient @Nullable DeserializationConfig reading;

    /** Sets how the types are read. Must be called before the first type is written. */
    void setReading(DeserializationConfig config) {
        reading = config;
    }

    /** Makes the properties that are required when the type is read always present. */
    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription.Supplier type, List<BeanPropertyWriter> properties) {
        Map<String, AnnotatedParameter> parameters =
                reading == null ? Map.of() : RequiredFields.parameters(reading, type.getType());
        if (parameters.isEmpty()) {
            return properties;
        }
        Map<String, BeanPropertyDefinition> definitions = new HashMap<>();
        type.get().findProperties().forEach(property -> definitions.put(property.getName(), property));
        List<BeanPropertyWriter> changed = new ArrayList<>();
        for (BeanPropertyWriter property : properties) {
            AnnotatedParameter parameter = parameters.get(property.getName());
            BeanPropertyDefinition definition = definitions.get(property.getName());
            if (property.isUnwrapping()) {
                changed.add(unwrapped(config, parameters.values(), property));
            } else if (parameter == null || definition == null) {
                changed.add(property);
            } else if (reading == null
                    || !RequiredFields.isMandatory(reading, parameter)
                    || property.hasNullSerializer()) {
                changed.add(property);
            } else {
                changed.add(required(config, type.get(), definition, parameter, property));
            }
        }
        return changed;
    }

    private static BeanPropertyWriter unwrapped(
            SerializationConfig config, Collection<AnnotatedParameter> parameters, BeanPropertyWriter property) {
        // Jackson gives such a parameter another name than the property.
        boolean read = parameters.stream().anyMatch(parameter -> parameter.hasAnnotation(JsonUnwrapped.class));
        NameTransformer names =
                config.getAnnotationIntrospector().findUnwrappingNameTransformer(config, property.getMember());
        return read && names != null ? new UnwrappedWriter(property, names) : property;
    }

    private static BeanPropertyWriter required(
            SerializationConfig config,
            BeanDescription type,
            BeanPropertyDefinition definition,
            AnnotatedParameter parameter,
            BeanPropertyWriter property) {
        // @JsonInclude would omit some values, and the JSON could not be read.
        BeanPropertyWriter always = new BeanPropertyWriter(
                definition,
                property.getMember(),
                type.getClassAnnotations(),
                property.getType(),
                property.getSerializer(),
                property.getTypeSerializer(),
                property.getSerializationType(),
                false,
                null,
                property.getViews(),
                property.findPropertyInclusion(config, property.getType().getRawClass()));
        if (!RequiredFields.takesNull(parameter.getRawType())) {
            always.assignNullSerializer(NULL);
        }
        return always;
    }

    /** Refuses null, of which nothing would be written. */
    private static final class UnwrappedWriter extends UnwrappingBeanPropertyWriter {

        UnwrappedWriter(BeanPropertyWriter plain, NameTransformer names) {
            super(plain, names);
        }

        private UnwrappedWriter(UnwrappedWriter plain, NameTransformer names, SerializedString name) {
            super(plain, names, name);
        }

        @Override
        protected UnwrappingBeanPropertyWriter _new(NameTransformer names, SerializedString name) {
            return new UnwrappedWriter(this, names, name);
        }

        @Override
        public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
                throws Exception {
            if (get(bean) == null) {
                throw new UnwritableException(
                        generator, "it is null, but its fields are required (@JsonUnwrapped); use an empty object");
            }
            super.serializeAsProperty(bean, generator, context);
        }
    }

    @Override
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription.Supplier type, ValueSerializer<?> serializer) {
        boolean bean = serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer;
        Class<?> raw = type.getBeanClass();
        String reason = bean ? UnsupportedTypes.reasonOfBean(raw) : UnsupportedTypes.reason(raw);
        if (reason == null && (bean || serializer instanceof JsonValueSerializer)) {
            reason = ClosedPackages.remedy(raw);
        }
        boolean subtype = (bean || serializer instanceof JsonValueSerializer)
                && config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type.getClassInfo()) != null;
        if (reason == null && subtype && bean) {
            Set<String> names = new HashSet<>();
            serializer.properties().forEachRemaining(property -> names.add(property.getName()));
            reason = TypeProperty.problem(config, type.get(), names);
        }
        if (reason != null) {
            return new RefusingSerializer(reason);
        }
        if (serializer instanceof JsonValueSerializer) {
            AnnotatedMember value = type.get().findJsonValueAccessor();
            ValueSerializer<?> present =
                    value == null ? serializer : new PresentValueSerializer(type.getType(), serializer, value);
            return subtype ? new SubtypeSerializer(type.getType(), present) : present;
        }
        return subtype
                ? new SubtypeSerializer(type.getType(), serializer)
                : NullReferences.writing(
                        type.getType(),
                        ZonedPattern.of(
                                type.getType(),
                                LossyValues.of(type.getType(), BoundedNumbers.of(type.getType(), serializer))));
    }

    @Override
    public ValueSerializer<?> modifyEnumSerializer(
            SerializationConfig config,
            JavaType type,
            BeanDescription.Supplier description,
            ValueSerializer<?> serializer) {
        boolean subtype =
                config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, description.getClassInfo()) != null;
        return subtype ? new SubtypeSerializer(type, serializer) : serializer;
    }

    @Override
    public ValueSerializer<?> modifyKeySerializer(
            SerializationConfig config,
            JavaType type,
            BeanDescription.Supplier description,
            ValueSerializer<?> serializer) {
        String reason = UnsupportedTypes.reasonOfKey(type.getRawClass(), description.get());
        return reason == null && (type.hasRawClass(Double.class) || type.hasRawClass(Float.class))
                ? new FiniteKeySerializer(type, serializer)
                : refusing(reason, serializer);
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
