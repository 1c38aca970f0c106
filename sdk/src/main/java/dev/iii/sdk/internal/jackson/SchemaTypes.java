package dev.iii.sdk.internal.jackson;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaKeyword;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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
        if (constants == null) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        ArrayNode values = schema.putArray(context.getKeyword(SchemaKeyword.TAG_ENUM));
        for (Object constant : constants) {
            values.add(JacksonCodec.INSTANCE.mapper().<JsonNode>valueToTree(constant));
        }
        if (values.valueStream().allMatch(JsonNode::isString)) {
            schema.put(context.getKeyword(SchemaKeyword.TAG_TYPE), "string");
        }
        return new CustomDefinition(schema);
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
