package dev.iii.sdk.internal.jackson;

import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.node.ObjectNode;

/** What a schema says of a field, asked from those who read it: whether it may be left out, and whether it may be null. */
final class SchemaFields {

    private SchemaFields() {}

    static boolean isMandatory(FieldScope field) {
        AnnotatedParameter parameter = field.isFakeContainerItemScope() ? null : parameter(field);
        return parameter != null
                && Presence.isMandatory(parameter)
                && !Presence.isOptional(field.getDeclaredType().getErasedType());
    }

    static boolean mayBeNull(FieldScope field) {
        return !field.isFakeContainerItemScope()
                && !field.getDeclaredType().getErasedType().isPrimitive()
                && !isMandatory(field);
    }

    /** For a field of any type that must be there; {@code null} for every other. */
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

    /** The type of the one part as which a type is written; {@code null} when it is written as an object. */
    static @Nullable Type valueOf(Class<?> type) {
        if (type.isPrimitive() || type.isArray() || type.getName().startsWith("java.")) {
            return null;
        }
        AnnotatedMember value = description(type).findJsonValueAccessor();
        if (value == null) {
            return null;
        }
        return value.getAnnotated() instanceof Method method
                ? method.getGenericReturnType()
                : value.getAnnotated() instanceof Field field ? field.getGenericType() : value.getRawType();
    }

    /** The parameter of a constructor that a field comes from; {@code null} when it is set in another way. */
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

    private static BeanDescription description(Class<?> type) {
        DeserializationConfig config = JacksonCodec.INSTANCE.mapper().deserializationConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance();
        JavaType javaType = config.constructType(type);
        return introspector.introspectForDeserialization(javaType, introspector.introspectClassAnnotations(javaType));
    }
}
