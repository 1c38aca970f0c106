package dev.iii.sdk.internal.jackson;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaKeyword;
import com.github.victools.jsonschema.generator.TypeContext;
import com.github.victools.jsonschema.generator.TypeScope;
import dev.iii.sdk.json.Json;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Returns schemas of types whose JSON is not an object with the fields of the type. */
final class SchemaTypes {

    /** The provider of {@link #named}. It excludes itself when it requests the standard definition of a type. */
    static final CustomDefinitionProviderV2 NAMED = SchemaTypes::named;

    /** The provider of {@link #enclosed}, for the same reason. */
    static final CustomDefinitionProviderV2 ENCLOSED = SchemaTypes::enclosed;

    private SchemaTypes() {}

    /** Returns the schema of a sealed type, one of its permitted subtypes; {@code null} for any other type. */
    static @Nullable CustomDefinition sealed(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        if (!erased.isSealed() || !isAbstract(erased) || erased.isAnnotationPresent(JsonSubTypes.class)) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        ArrayNode subtypes = schema.putArray(context.getKeyword(SchemaKeyword.TAG_ANYOF));
        for (Class<?> subtype : erased.getPermittedSubclasses()) {
            subtypes.add(
                    context.createDefinitionReference(context.getTypeContext().resolveSubtype(type, subtype)));
        }
        return new CustomDefinition(schema);
    }

    /** Returns the schema of an enum, its constants as they are written; {@code null} for any other type. */
    static @Nullable CustomDefinition constants(ResolvedType type, SchemaGenerationContext context) {
        Object[] constants = type.getErasedType().getEnumConstants();
        if (constants == null || Scalars.of(type.getErasedType()) != null) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        ArrayNode values = schema.putArray(context.getKeyword(SchemaKeyword.TAG_ENUM));
        ObjectMapper mapper = JacksonCodec.fresh().mapper();
        for (Object constant : constants) {
            values.add(withoutTypeName(mapper.<JsonNode>valueToTree(constant), type.getErasedType()));
        }
        if (values.valueStream().allMatch(JsonNode::isString)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "string");
        }
        return new CustomDefinition(schema);
    }

    private static JsonNode withoutTypeName(JsonNode constant, Class<?> type) {
        if (typeInfo(type) == null) {
            return constant;
        }
        return constant.isArray() ? constant.path(1) : constant.path(type.getSimpleName());
    }

    /** Returns the schema of a tree of JSON, of any serializable value or of an entry of a map; {@code null} for any other type. */
    static @Nullable CustomDefinition untyped(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        if (ObjectNode.class.isAssignableFrom(raw) || Map.Entry.class.isAssignableFrom(raw)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "object");
        } else if (ArrayNode.class.isAssignableFrom(raw)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "array");
        } else if (!JsonNode.class.isAssignableFrom(raw) && raw != Serializable.class) {
            return null;
        }
        return new CustomDefinition(schema, true);
    }

    /**
     * Returns the schema of a holder of one value or of a sequence other than a collection; {@code null} for any other
     * type. The schema library does not know these types.
     */
    static @Nullable CustomDefinition sequence(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        if (raw == Optional.class || raw == AtomicReference.class) {
            ObjectNode optional = context.getGeneratorConfig().createObjectNode();
            ArrayNode forms = optional.putArray(context.getKeyword(SchemaKeyword.TAG_ANYOF));
            forms.add(context.createDefinitionReference(argument(type, raw, context)));
            forms.addObject().put(context.getKeyword(SchemaKeyword.TAG_TYPE), "null");
            return new CustomDefinition(optional, true);
        }
        if (!isSequence(raw)) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "array");
        schema.set(
                context.getKeyword(SchemaKeyword.TAG_ITEMS),
                context.createDefinitionReference(argument(type, raw, context)));
        return new CustomDefinition(schema, true);
    }

    /** Permits null as an element of an array or a collection, and as a value of a map. */
    static void permitNullElements(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        ResolvedType type = scope.getType();
        TypeContext types = context.getTypeContext();
        ResolvedType value = types.getTypeParameterFor(type, Map.class, 1);
        if (value != null) {
            permitNull(schema, SchemaKeyword.TAG_ADDITIONAL_PROPERTIES, type, value, context);
        } else if (isSequence(type.getErasedType())) {
            permitNull(schema, SchemaKeyword.TAG_ITEMS, type, argument(type, type.getErasedType(), context), context);
        } else if (types.isContainerType(type)) {
            permitNull(schema, SchemaKeyword.TAG_ITEMS, type, types.getContainerItemType(type), context);
        }
    }

    /** Permits null as a value of a map, whose schema the schema library repeats for each field of this type. */
    static void permitNullValues(ObjectNode attributes, FieldScope field, SchemaGenerationContext context) {
        ResolvedType type = field.getType();
        ResolvedType value = type == null ? null : context.getTypeContext().getTypeParameterFor(type, Map.class, 1);
        if (type != null && value != null) {
            permitNull(attributes, SchemaKeyword.TAG_ADDITIONAL_PROPERTIES, type, value, context);
        }
    }

    private static void permitNull(
            ObjectNode schema,
            SchemaKeyword keyword,
            ResolvedType container,
            @Nullable ResolvedType element,
            SchemaGenerationContext context) {
        boolean anything =
                element == null || element.getErasedType() == Object.class || element.getErasedType() == Json.class;
        if (!anything
                && RequiredFields.holdsNull(container.getErasedType())
                && schema.get(context.getKeyword(keyword)) instanceof ObjectNode elements
                && !permitsNull(elements, context)) {
            schema.set(context.getKeyword(keyword), orNull(elements, context));
        }
    }

    /** Returns a schema that also permits null. */
    static ObjectNode orNull(ObjectNode schema, SchemaGenerationContext context) {
        String type = context.getKeyword(SchemaKeyword.TAG_TYPE);
        if (schema.path(type).isString()
                && !schema.has(context.getKeyword(SchemaKeyword.TAG_ENUM))
                && !schema.has(context.getKeyword(SchemaKeyword.TAG_CONST))) {
            String only = schema.path(type).stringValue();
            schema.putArray(type).add(only).add("null");
            return schema;
        }
        // A reference to a definition is added to its node later, so the node itself must stay.
        ObjectNode either = context.getGeneratorConfig().createObjectNode();
        ArrayNode forms = either.putArray(context.getKeyword(SchemaKeyword.TAG_ANYOF));
        forms.add(schema);
        forms.addObject().put(type, "null");
        return either;
    }

    private static boolean permitsNull(ObjectNode schema, SchemaGenerationContext context) {
        String type = context.getKeyword(SchemaKeyword.TAG_TYPE);
        return schema.path(type).valueStream().anyMatch(SchemaTypes::isNullType)
                || schema.path(context.getKeyword(SchemaKeyword.TAG_ANYOF))
                        .valueStream()
                        .anyMatch(form -> isNullType(form.path(type)));
    }

    private static boolean isNullType(JsonNode type) {
        return type.isString() && type.stringValue().equals("null");
    }

    private static boolean isSequence(Class<?> raw) {
        return raw == Iterable.class || raw == Iterator.class || raw == Stream.class;
    }

    private static ResolvedType argument(ResolvedType type, Class<?> raw, SchemaGenerationContext context) {
        ResolvedType argument = context.getTypeContext().getTypeParameterFor(type, raw, 0);
        return argument == null ? context.getTypeContext().resolve(Object.class) : argument;
    }

    /** Returns the schema of a class that is written as an array of its properties; {@code null} for any other type. */
    static @Nullable CustomDefinition asArray(ResolvedType type, SchemaGenerationContext context) {
        JsonFormat format = type.getErasedType().getAnnotation(JsonFormat.class);
        return format != null && format.shape() == JsonFormat.Shape.ARRAY
                ? new CustomDefinition(asArray(type.getErasedType(), context))
                : null;
    }

    static ObjectNode asArray(Class<?> type, SchemaGenerationContext context) {
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "array");
        ArrayNode items = schema.putArray(context.getKeyword(SchemaKeyword.TAG_PREFIX_ITEMS));
        for (SchemaFields.Written property : SchemaFields.writtenProperties(type)) {
            ObjectNode item =
                    context.createDefinitionReference(context.getTypeContext().resolve(property.type()));
            items.add(property.mayBeNull() && !permitsNull(item, context) ? orNull(item, context) : item);
        }
        schema.put("minItems", items.size());
        return schema;
    }

    /**
     * Returns the schema of a type that is written as one of its properties, for example
     * {@code record Sku(@JsonValue String text)}; {@code null} for any other type.
     */
    static @Nullable CustomDefinition wrapped(ResolvedType type, SchemaGenerationContext context) {
        Type part = type.getErasedType().isEnum() ? null : SchemaFields.valueOf(type.getErasedType());
        return part == null
                ? null
                : new CustomDefinition(
                        context.createStandardDefinition(
                                context.getTypeContext().resolve(part), null),
                        true);
    }

    /**
     * Returns the schema of a subtype that is identified by its simple class name in a field; {@code null} for any
     * other type. The schema library does not support this kind of identification.
     */
    private static @Nullable CustomDefinition named(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        JsonTypeInfo info = isAbstract(erased) ? null : typeInfo(erased);
        if (info == null
                || info.use() != JsonTypeInfo.Id.SIMPLE_NAME
                || (info.include() != JsonTypeInfo.As.PROPERTY
                        && info.include() != JsonTypeInfo.As.EXISTING_PROPERTY)) {
            return null;
        }
        String name = info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
        ObjectNode schema = context.createStandardDefinition(type, NAMED);
        schema.withObjectProperty(context.getKeyword(SchemaKeyword.TAG_PROPERTIES))
                .putObject(name)
                .put(context.getKeyword(SchemaKeyword.TAG_CONST), erased.getSimpleName());
        ArrayNode required = schema.withArrayProperty(context.getKeyword(SchemaKeyword.TAG_REQUIRED));
        required.add(name);
        return new CustomDefinition(schema);
    }

    /**
     * Returns the schema of a subtype that is identified by its simple class name around its JSON: by the name of the only
     * field of an object, or by the first element of an array. Jackson uses an array also if the JSON of the subtype is not an
     * object, and so cannot have a field for the name. Returns {@code null} for any other type.
     */
    private static @Nullable CustomDefinition enclosed(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        JsonTypeInfo info = isAbstract(erased) || erased.isArray() || erased.isPrimitive() ? null : typeInfo(erased);
        if (info == null || info.use() != JsonTypeInfo.Id.SIMPLE_NAME) {
            return null;
        }
        JsonFormat format = erased.getAnnotation(JsonFormat.class);
        boolean isObject = (format == null || format.shape() != JsonFormat.Shape.ARRAY)
                && !erased.isEnum()
                && SchemaFields.valueOf(erased) == null;
        boolean isField = info.include() == JsonTypeInfo.As.WRAPPER_OBJECT;
        if (!isField && isObject && info.include() != JsonTypeInfo.As.WRAPPER_ARRAY) {
            return null;
        }
        ObjectNode content = context.createStandardDefinition(type, ENCLOSED);
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        String keyword = context.getKeyword(SchemaKeyword.TAG_TYPE);
        if (isField) {
            schema.put(keyword, "object")
                    .putObject(context.getKeyword(SchemaKeyword.TAG_PROPERTIES))
                    .set(erased.getSimpleName(), content);
            schema.putArray(context.getKeyword(SchemaKeyword.TAG_REQUIRED)).add(erased.getSimpleName());
        } else {
            ArrayNode items = schema.put(keyword, "array").putArray(context.getKeyword(SchemaKeyword.TAG_PREFIX_ITEMS));
            items.addObject().put(context.getKeyword(SchemaKeyword.TAG_CONST), erased.getSimpleName());
            items.add(content);
            schema.put("minItems", items.size());
        }
        return new CustomDefinition(schema);
    }

    private static boolean isAbstract(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers());
    }

    private static @Nullable JsonTypeInfo typeInfo(Class<?> type) {
        JsonTypeInfo own = type.getAnnotation(JsonTypeInfo.class);
        if (own != null) {
            return own;
        }
        Stream<Class<?>> parents =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
        return parents.map(SchemaTypes::typeInfo)
                .filter(info -> info != null)
                .findFirst()
                .orElse(null);
    }
}
