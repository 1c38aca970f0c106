package dev.iii.sdk.internal.json;

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
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.Json;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.json.Describe;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schema (2020-12) from Java types. The library behind it takes long to load, so nothing here is touched while a
 * worker starts.
 */
public final class Schemas {

    private static final Set<Class<?>> CHANNEL_ENDS =
            Set.of(ChannelReader.class, ChannelWriter.class, ChannelRef.class);
    private static final SchemaGenerator GENERATOR = generator();

    private Schemas() {}

    /** The schema of the JSON that the codec reads as the type, or writes for it. */
    public static RawJson of(Type type) {
        return RawJson.wrap(JacksonCodec.INSTANCE.write(GENERATOR.generateSchema(type)));
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonSchemaModule(
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED, JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE))
                .with(Option.FLATTENED_OPTIONALS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        config.forTypesInGeneral()
                .withSubtypeResolver(Schemas::permitted)
                .withCustomDefinitionProvider((type, context) -> type.getErasedType() == Json.class
                        ? new CustomDefinition(context.getGeneratorConfig().createObjectNode(), true)
                        : null);
        config.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> reference(type, context));
        fields(config.forFields());
        return new SchemaGenerator(config.build());
    }

    private static void fields(SchemaGeneratorConfigPart<FieldScope> fields) {
        fields.withRequiredCheck(field -> !mayBeAbsent(field))
                .withNullableCheck(Schemas::mayBeAbsent)
                .withDescriptionResolver(field -> described(field)
                        .map(Describe::value)
                        .filter(text -> !text.isEmpty())
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

    /** Ends of channels are references on the wire; {@code null} for every other type. */
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

    /** What a sealed type may be; {@code null} for every other type. */
    private static @Nullable List<ResolvedType> permitted(ResolvedType declared, SchemaGenerationContext context) {
        Class<?> erased = declared.getErasedType();
        if (!erased.isSealed()) {
            return null;
        }
        List<ResolvedType> subtypes = new ArrayList<>();
        for (Class<?> subtype : erased.getPermittedSubclasses()) {
            subtypes.add(context.getTypeContext().resolveSubtype(declared, subtype));
        }
        return subtypes;
    }

    private static Optional<Describe> described(FieldScope field) {
        return Optional.ofNullable(field.getRawMember().getAnnotation(Describe.class));
    }

    private static boolean mayBeAbsent(FieldScope field) {
        if (field.isFakeContainerItemScope()) {
            return false;
        }
        Class<?> type = field.getRawMember().getType();
        return List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)
                        .contains(type)
                || isNullable(field.getRawMember())
                || isNullable(field.getRawMember().getAnnotatedType());
    }

    /** Any annotation of the name {@code Nullable} counts, whichever library it is from. */
    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}
