package dev.iii.sdk.internal.jackson;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaKeyword;
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
            values.add(mapper.<JsonNode>valueToTree(constant));
        }
        if (values.valueStream().allMatch(JsonNode::isString)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "string");
        }
        return new CustomDefinition(schema);
    }

    /** Returns the schema of a tree of JSON or of an entry of a map; {@code null} for any other type. */
    static @Nullable CustomDefinition untyped(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        if (ObjectNode.class.isAssignableFrom(raw) || Map.Entry.class.isAssignableFrom(raw)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "object");
        } else if (ArrayNode.class.isAssignableFrom(raw)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "array");
        } else if (!JsonNode.class.isAssignableFrom(raw)) {
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
        if (raw != Iterable.class && raw != Iterator.class && raw != Stream.class) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "array");
        schema.set(
                context.getKeyword(SchemaKeyword.TAG_ITEMS),
                context.createDefinitionReference(argument(type, raw, context)));
        return new CustomDefinition(schema, true);
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
        for (Type property : SchemaFields.writtenProperties(type)) {
            items.add(context.createDefinitionReference(context.getTypeContext().resolve(property)));
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
