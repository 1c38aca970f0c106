package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.Converter;

/**
 * Returns what a schema states about a field: whether it is required and whether it may be null. Uses the same rules as
 * reading, {@link RequiredFields}.
 */
final class SchemaFields {

    private SchemaFields() {}

    static boolean isMandatory(FieldScope field) {
        AnnotatedParameter parameter = field.isFakeContainerItemScope() ? null : parameter(field);
        return parameter != null
                && RequiredFields.isMandatory(config(), parameter)
                && !RequiredFields.isOptional(field.getDeclaredType().getErasedType());
    }

    static boolean mayBeNull(FieldScope field) {
        return !field.isFakeContainerItemScope()
                && !field.getDeclaredType().getErasedType().isPrimitive()
                && !isMandatory(field);
    }

    /** Returns the {@code @JsonFormat} of a field, its getter or its component; {@code null} if there is none. */
    static @Nullable JsonFormat format(FieldScope field) {
        JsonFormat own = field.getRawMember().getAnnotation(JsonFormat.class);
        return own != null ? own : field.getAnnotationConsideringFieldAndGetter(JsonFormat.class);
    }

    /**
     * Returns the schema of a field of which only its user knows the JSON ({@code @JsonRawValue}, or a serializer or
     * deserializer of the user): it permits everything. Returns {@code null} for any other field.
     */
    static @Nullable CustomPropertyDefinition writtenByOthers(FieldScope field, SchemaGenerationContext context) {
        if (field.isFakeContainerItemScope()) {
            return null;
        }
        JsonRawValue raw = field.getAnnotationConsideringFieldAndGetter(JsonRawValue.class);
        JsonSerialize write = field.getAnnotationConsideringFieldAndGetter(JsonSerialize.class);
        JsonDeserialize read = field.getAnnotationConsideringFieldAndGetter(JsonDeserialize.class);
        boolean isOwn = (raw != null && raw.value())
                || (write != null
                        && (write.using() != ValueSerializer.None.class
                                || write.contentUsing() != ValueSerializer.None.class
                                || write.converter() != Converter.None.class))
                || (read != null
                        && (read.using() != ValueDeserializer.None.class
                                || read.contentUsing() != ValueDeserializer.None.class
                                || read.converter() != Converter.None.class));
        return isOwn ? new CustomPropertyDefinition(context.getGeneratorConfig().createObjectNode()) : null;
    }

    /**
     * Returns the schema of a required field of type {@code Object}, which accepts everything except null; {@code null}
     * for any other field.
     */
    static @Nullable CustomPropertyDefinition anythingButNull(FieldScope field, SchemaGenerationContext context) {
        if (field.isFakeContainerItemScope()
                || field.getType() == null
                || field.getType().getErasedType() != Object.class
                || mayBeNull(field)) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        schema.putArray("type")
                .add("object")
                .add("array")
                .add("string")
                .add("number")
                .add("boolean");
        return new CustomPropertyDefinition(schema);
    }

    /**
     * Returns the type of the single property as which a type is written ({@code @JsonValue}); {@code null} if the type
     * is written as an object.
     */
    static @Nullable Type valueOf(Class<?> type) {
        if (type.isPrimitive() || type.isArray() || type.getName().startsWith("java.")) {
            return null;
        }
        AnnotatedMember value = description(type).findJsonValueAccessor();
        if (value == null) {
            return null;
        }
        return genericType(value);
    }

    private static Type genericType(AnnotatedMember member) {
        return member.getAnnotated() instanceof Method method
                ? method.getGenericReturnType()
                : member.getAnnotated() instanceof Field field ? field.getGenericType() : member.getRawType();
    }

    /**
     * A property of a class that is written as an array.
     *
     * @param type the type of the property
     * @param mayBeNull whether the property may be null
     */
    record Written(Type type, boolean mayBeNull) {}

    /** Returns the properties of a class in the order in which they are written. */
    static List<Written> writtenProperties(Class<?> type) {
        ObjectMapper mapper = JacksonCodec.fresh().mapper();
        DeserializationConfig config = mapper.deserializationConfig();
        Map<String, AnnotatedParameter> parameters = RequiredFields.parameters(config, mapper.constructType(type));
        List<Written> written = new ArrayList<>();
        mapper._serializationContext().findValueSerializer(type).properties().forEachRemaining(property -> {
            Type propertyType = genericType(property.getMember());
            AnnotatedParameter parameter = parameters.get(property.getName());
            boolean mandatory = property.getType().isPrimitive()
                    || (parameter != null && RequiredFields.isMandatory(config, parameter));
            written.add(new Written(propertyType, !mandatory));
        });
        return written;
    }

    /** Returns the constructor parameter that sets a field; {@code null} if the field is set in another way. */
    private static @Nullable AnnotatedParameter parameter(FieldScope field) {
        Class<?> owner =
                field.getDeclaringTypeMembers().allTypesAndOverrides().get(0).getErasedType();
        for (BeanPropertyDefinition property : description(owner).findProperties()) {
            boolean same = property.getField() != null
                    ? property.getField().getAnnotated().equals(field.getRawMember())
                    : property.getInternalName().equals(field.getDeclaredName());
            if (same) {
                return property.getConstructorParameter();
            }
        }
        return null;
    }

    private static DeserializationConfig config() {
        return JacksonCodec.fresh().mapper().deserializationConfig();
    }

    private static BeanDescription description(Class<?> type) {
        DeserializationConfig config = config();
        ClassIntrospector introspector = config.classIntrospectorInstance();
        JavaType javaType = config.constructType(type);
        return introspector.introspectForDeserialization(javaType, introspector.introspectClassAnnotations(javaType));
    }
}
