package dev.iii.sdk.internal.jackson;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigPart;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Describe;
import dev.iii.sdk.json.Json;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates JSON Schemas (2020-12) of Java types. The schema library takes long to load, so this class is not used during
 * the start of a worker.
 */
public final class Schemas {

    private static final Set<Class<?>> CHANNEL_ENDS =
            Set.of(ChannelReader.class, ChannelWriter.class, ChannelRef.class);

    private Schemas() {}

    /**
     * Returns the schema of the JSON that the standard codec reads as the type or writes for it.
     *
     * @throws IllegalStateException if Jackson 3 cannot run, and the codec that is used instead cannot describe the type
     */
    public static Json of(Type type) {
        return StandardCodec.INSTANCE
                .schema(type)
                .orElseThrow(() -> new IllegalStateException("no JSON Schema can be inferred for "
                        + type.getTypeName() + ", because Jackson 3 cannot run with the dependencies of this program;"
                        + " write the schema as JSON, or add the dependency dev.iii:iii-jackson2, or use"
                        + " com.fasterxml.jackson.core:jackson-annotations 2.21 or newer"));
    }

    /** Returns the schema of a type, whose fields have the names that a codec with this naming strategy gives them. */
    static RawJson infer(Type type, @Nullable PropertyNamingStrategy naming) {
        return RawJson.wrap(JacksonCodec.fresh().write(generator(naming).generateSchema(type)));
    }

    private static SchemaGenerator generator(@Nullable PropertyNamingStrategy naming) {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        // Add these before the module for Jackson annotations: the first provider with a definition is used.
        config.forTypesInGeneral()
                .withCustomDefinitionProvider((type, context) -> type.getErasedType() == Json.class
                        ? new CustomDefinition(context.getGeneratorConfig().createObjectNode(), true)
                        : null)
                .withCustomDefinitionProvider(Schemas::reference)
                .withCustomDefinitionProvider(SchemaScalars::scalar)
                .withCustomDefinitionProvider(SchemaTypes.ENCLOSED)
                .withCustomDefinitionProvider(SchemaTypes::untyped)
                .withCustomDefinitionProvider(SchemaTypes::sequence)
                .withCustomDefinitionProvider(SchemaTypes::asArray)
                .withCustomDefinitionProvider(SchemaTypes::constants)
                .withCustomDefinitionProvider(SchemaTypes::wrapped)
                .withCustomDefinitionProvider(SchemaTypes::sealed)
                .withCustomDefinitionProvider(SchemaTypes.NAMED)
                .withCustomDefinitionProvider(new UnwrappedSchemas())
                .withTypeAttributeOverride(SchemaTypes::permitNullElements);
        config.with(new JacksonSchemaModule())
                .with(Option.FLATTENED_OPTIONALS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        fields(config.forFields());
        if (naming != null) {
            // After the module for Jackson annotations, whose names take precedence.
            config.forFields()
                    .withPropertyNameOverrideResolver(
                            field -> naming.nameForField(null, null, field.getDeclaredName()));
        }
        return new SchemaGenerator(config.build());
    }

    private static void fields(SchemaGeneratorConfigPart<FieldScope> fields) {
        fields.withInstanceAttributeOverride(SchemaTypes::permitNullValues)
                .withRequiredCheck(SchemaFields::isMandatory)
                .withNullableCheck(SchemaFields::mayBeNull)
                .withCustomDefinitionProvider(SchemaFields::writtenByOthers)
                .withCustomDefinitionProvider(SchemaScalars::shaped)
                .withCustomDefinitionProvider(SchemaFields::anythingButNull)
                .withDescriptionResolver(field -> described(field)
                        .map(Describe::value)
                        .filter(description -> !description.isEmpty())
                        .orElse(null))
                .withNumberInclusiveMinimumResolver(field -> described(field)
                        .map(Describe::minimum)
                        .filter(Double::isFinite)
                        .map(BigDecimal::valueOf)
                        .map(BigDecimal::stripTrailingZeros)
                        .orElse(null))
                .withNumberInclusiveMaximumResolver(field -> described(field)
                        .map(Describe::maximum)
                        .filter(Double::isFinite)
                        .map(BigDecimal::valueOf)
                        .map(BigDecimal::stripTrailingZeros)
                        .orElse(null))
                .withStringMinLengthResolver(field -> described(field)
                        .map(Describe::minLength)
                        .filter(length -> length > 0)
                        .orElse(null))
                .withStringMaxLengthResolver(field -> described(field)
                        .map(Describe::maxLength)
                        .filter(length -> length < Integer.MAX_VALUE)
                        .orElse(null))
                .withStringPatternResolver(field -> described(field)
                        .map(Describe::pattern)
                        .filter(text -> !text.isEmpty())
                        .orElse(null));
    }

    /** Returns the schema of an end of a channel, which is sent as a reference; {@code null} for any other type. */
    private static @Nullable CustomDefinition reference(ResolvedType type, SchemaGenerationContext context) {
        if (!CHANNEL_ENDS.contains(type.getErasedType())) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        schema.put("type", "object").put("description", "a reference to a channel");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String name : List.of("channel_id", "access_key", "direction")) {
            properties.putObject(name).put("type", "string");
            required.add(name);
        }
        return new CustomDefinition(schema, true);
    }

    private static Optional<Describe> described(FieldScope field) {
        return Optional.ofNullable(field.getRawMember().getAnnotation(Describe.class));
    }
}
