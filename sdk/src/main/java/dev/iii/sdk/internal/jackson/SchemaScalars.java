package dev.iii.sdk.internal.jackson;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.TypeContext;
import java.nio.ByteBuffer;
import java.time.Month;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Returns schemas of {@linkplain Scalars scalar types}, also if {@code @JsonFormat} changes their shape. */
final class SchemaScalars {

    private static final String TYPE = "type";

    private SchemaScalars() {}

    /** Returns the schema of a scalar type; {@code null} for any other type. */
    static @Nullable CustomDefinition scalar(ResolvedType type, SchemaGenerationContext context) {
        Scalars.Scalar scalar = Scalars.of(type.getErasedType());
        return scalar == null ? null : new CustomDefinition(schema(type.getErasedType(), scalar, context), true);
    }

    private static ObjectNode schema(Class<?> type, Scalars.Scalar scalar, SchemaGenerationContext context) {
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        schema.put(TYPE, typeName(scalar.kind()));
        if (scalar.format() != null) {
            schema.put("format", scalar.format());
        }
        if (type == byte[].class || ByteBuffer.class.isAssignableFrom(type)) {
            schema.put("contentEncoding", "base64");
        }
        if (type == Month.class) {
            schema.put("minimum", 1).put("maximum", Month.values().length);
        }
        return schema;
    }

    private static String typeName(Kind kind) {
        return switch (kind) {
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            default -> "string";
        };
    }

    /** Returns the schema of a field whose shape is set by {@code @JsonFormat}; {@code null} for any other field. */
    static @Nullable CustomPropertyDefinition shaped(FieldScope field, SchemaGenerationContext context) {
        JsonFormat format = SchemaFields.format(field);
        if (format == null || field.getType() == null || isElementOfPrimitives(field)) {
            return null;
        }
        ObjectNode schema = shaped(field.getType(), JsonFormat.Value.from(format), context);
        if (schema != null && SchemaFields.mayBeNull(field) && schema.path(TYPE).isString()) {
            String type = schema.path(TYPE).stringValue();
            schema.putArray(TYPE).add(type).add("null");
        }
        return schema == null ? null : new CustomPropertyDefinition(schema);
    }

    private static boolean isElementOfPrimitives(FieldScope field) {
        Class<?> whole = field.getRawMember().getType();
        return field.isFakeContainerItemScope()
                && whole.isArray()
                && field.getType().isPrimitive();
    }

    private static @Nullable ObjectNode shaped(
            ResolvedType type, JsonFormat.Value format, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        TypeContext types = context.getTypeContext();
        ResolvedType value = types.getTypeParameterFor(type, Map.class, 1);
        if (value != null) {
            return shaped("object", "additionalProperties", raw, shaped(value, format, context), context);
        }
        if (raw == Optional.class || raw == AtomicReference.class) {
            ResolvedType content = types.getTypeParameterFor(type, raw, 0);
            ObjectNode schema = content == null ? null : shaped(content, format, context);
            return schema == null ? null : SchemaTypes.orNull(schema, context);
        }
        // Jackson ignores the shape for the elements of an array of primitives.
        ResolvedType element = raw.isArray()
                ? raw.getComponentType().isPrimitive() ? null : type.getArrayElementType()
                : types.getTypeParameterFor(type, Collection.class, 0);
        return element == null
                ? shaped(raw, format, context)
                : shaped("array", "items", raw, shaped(element, format, context), context);
    }

    private static @Nullable ObjectNode shaped(
            String name,
            String keyword,
            Class<?> container,
            @Nullable ObjectNode element,
            SchemaGenerationContext context) {
        if (element == null) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode().put(TYPE, name);
        schema.set(keyword, RequiredFields.holdsNull(container) ? SchemaTypes.orNull(element, context) : element);
        return schema;
    }

    /** Returns {@code true} if Jackson ignores the shape when it writes the type. */
    private static boolean isShapeless(Class<?> type) {
        return RequiredFields.isOptional(type) || StrictReading.SHAPELESS.contains(type);
    }

    private static @Nullable ObjectNode shaped(
            Class<?> type, JsonFormat.Value format, SchemaGenerationContext context) {
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        JsonFormat.Shape shape = format.getShape();
        Scalars.Scalar scalar = Scalars.of(type);
        if (scalar == null) {
            if (type.isEnum() && shape.isNumeric()) {
                return schema.put(TYPE, "integer").put("minimum", 0).put("maximum", type.getEnumConstants().length - 1);
            }
            // The shape of the class may be another one.
            if (type.isEnum() && shape == JsonFormat.Shape.STRING && type.isAnnotationPresent(JsonFormat.class)) {
                return schema.put(TYPE, "string");
            }
            boolean bean = !type.isEnum() && !type.isArray() && !type.getName().startsWith("java.");
            return bean && shape == JsonFormat.Shape.ARRAY ? SchemaTypes.asArray(type, context) : null;
        }
        boolean time = !isShapeless(type) && (type.getName().startsWith("java.time.") || scalar.format() != null);
        if (shape == JsonFormat.Shape.ARRAY && time) {
            schema.put(TYPE, "array").putObject("items").put(TYPE, "integer");
            return schema;
        }
        if (shape.isNumeric() && (time || (scalar.kind() == Kind.BOOLEAN && !isShapeless(type)))) {
            return schema.put(TYPE, "number");
        }
        boolean text = shape == JsonFormat.Shape.STRING && scalar.kind() != Kind.STRING && !isShapeless(type);
        return text || format.hasPattern() && scalar.kind() == Kind.STRING ? schema.put(TYPE, "string") : null;
    }
}
