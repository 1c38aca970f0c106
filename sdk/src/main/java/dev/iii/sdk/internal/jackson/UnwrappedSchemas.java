package dev.iii.sdk.internal.jackson;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaKeyword;
import com.github.victools.jsonschema.module.jackson.JsonUnwrappedDefinitionProvider;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates schemas of types with {@code @JsonUnwrapped}. The schema library adds the prefix and the suffix to the names of
 * properties, but not to the names of those that are required.
 */
final class UnwrappedSchemas extends JsonUnwrappedDefinitionProvider {

    @Override
    public @Nullable CustomDefinition provideCustomSchemaDefinition(
            ResolvedType type, SchemaGenerationContext context) {
        CustomDefinition definition = super.provideCustomSchemaDefinition(type, context);
        if (definition != null) {
            correct(definition.getValue(), annotations(type.getErasedType()), context);
        }
        return definition;
    }

    private static List<JsonUnwrapped> annotations(Class<?> type) {
        List<JsonUnwrapped> annotations = new ArrayList<>();
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                JsonUnwrapped annotation = field.getAnnotation(JsonUnwrapped.class);
                if (annotation != null) {
                    annotations.add(annotation);
                }
            }
        }
        return annotations;
    }

    private static void correct(JsonNode schema, List<JsonUnwrapped> annotations, SchemaGenerationContext context) {
        JsonNode properties = schema.path(context.getKeyword(SchemaKeyword.TAG_PROPERTIES));
        String keyword = context.getKeyword(SchemaKeyword.TAG_REQUIRED);
        if (schema instanceof ObjectNode object && object.get(keyword) instanceof ArrayNode required) {
            ArrayNode corrected = object.putArray(keyword);
            required.forEach(name -> corrected.add(correct(name.asString(), properties, annotations)));
        }
        schema.path(context.getKeyword(SchemaKeyword.TAG_ALLOF)).forEach(part -> correct(part, annotations, context));
    }

    private static String correct(String name, JsonNode properties, List<JsonUnwrapped> annotations) {
        if (properties.has(name)) {
            return name;
        }
        return annotations.stream()
                .map(annotation -> annotation.prefix() + name + annotation.suffix())
                .filter(properties::has)
                .findFirst()
                .orElse(name);
    }
}
