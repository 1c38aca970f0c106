package dev.iii.sdk.jackson2;

import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.impl.BeanAsArrayBuilderDeserializer;
import com.fasterxml.jackson.databind.deser.impl.BeanAsArrayDeserializer;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.iii.sdk.json.Describe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes types as JSON Schemas, from the deserializers with which a mapper reads them. So the fields have the names of its
 * naming strategy, mix-ins and annotations. A type that a custom deserializer reads, or whose subtypes are not known, has the
 * schema <code>{}</code>, which permits everything. Used once, by one thread.
 */
final class Jackson2Schemas {

    private static final String TYPE = "type";
    private static final String DESCRIPTION = "description";
    private static final Map<String, Object> ANYTHING = Map.of();

    private final ObjectMapper mapper;
    private final DeserializationContext context;
    /** The types that contain the one that is described, because a type may contain itself. */
    private final Set<JavaType> enclosing = new HashSet<>();

    Jackson2Schemas(ObjectMapper mapper) {
        this.mapper = mapper;
        DefaultDeserializationContext prototype = (DefaultDeserializationContext) mapper.getDeserializationContext();
        DeserializationConfig config = mapper.getDeserializationConfig();
        this.context = prototype.createInstance(config, null, null);
    }

    /**
     * Returns the schema of a type.
     *
     * @throws JsonMappingException if the mapper cannot read the type
     */
    Map<String, Object> of(JavaType type) throws JsonMappingException {
        return of(type, context.findRootValueDeserializer(type));
    }

    private Map<String, Object> of(JavaType type, JsonDeserializer<?> deserializer) throws JsonMappingException {
        if (type.isReferenceType()) {
            return nullable(content(type, deserializer));
        }
        LogicalType kind = deserializer.logicalType();
        if (kind == null) {
            return ANYTHING;
        }
        return switch (kind) {
            case Boolean -> Map.of(TYPE, "boolean");
            case Integer -> Map.of(TYPE, type.hasRawClass(Number.class) ? "number" : "integer");
            case Float -> Map.of(TYPE, "number");
            case Textual, Binary -> Map.of(TYPE, "string");
            case Enum -> constants(type);
            case Array, Collection ->
                type.hasRawClass(char[].class) ? ANYTHING : Map.of(TYPE, "array", "items", content(type, deserializer));
            case Map -> Map.of(TYPE, "object", "additionalProperties", content(type, deserializer));
            case POJO -> isReadAsObject(deserializer) ? object(type, (BeanDeserializerBase) deserializer) : ANYTHING;
            default -> ANYTHING;
        };
    }

    private Map<String, Object> content(JavaType container, JsonDeserializer<?> deserializer)
            throws JsonMappingException {
        JavaType content = container.getContentType();
        if (content == null) {
            return ANYTHING;
        }
        JsonDeserializer<?> known =
                deserializer instanceof ContainerDeserializerBase<?> base ? base.getContentDeserializer() : null;
        return content.getTypeHandler() != null
                ? ANYTHING
                : of(content, known == null ? context.findRootValueDeserializer(content) : known);
    }

    private Map<String, Object> constants(JavaType type) {
        Object[] constants = type.getRawClass().getEnumConstants();
        if (constants == null) {
            return ANYTHING;
        }
        List<Object> values = new ArrayList<>();
        for (Object constant : constants) {
            values.add(mapper.convertValue(constant, Object.class));
        }
        return Map.of("enum", values);
    }

    /** Returns {@code false} if the JSON of the type is an array of its fields, or that of another type. */
    private static boolean isReadAsObject(JsonDeserializer<?> deserializer) {
        if (!(deserializer instanceof BeanDeserializerBase bean)
                || deserializer instanceof BeanAsArrayDeserializer
                || deserializer instanceof BeanAsArrayBuilderDeserializer) {
            return false;
        }
        ValueInstantiator creator = bean.getValueInstantiator();
        return creator.canCreateFromObjectWith() || creator.canCreateUsingDefault();
    }

    private Map<String, Object> object(JavaType type, BeanDeserializerBase bean) throws JsonMappingException {
        if (hasOpenFields(type) || !enclosing.add(type)) {
            return ANYTHING;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        Iterator<SettableBeanProperty> declared = bean.properties();
        while (declared.hasNext()) {
            SettableBeanProperty property = declared.next();
            Map<String, Object> field = described(property, field(property));
            properties.put(property.getName(), field);
            property.findAliases(mapper.getDeserializationConfig())
                    .forEach(alias -> properties.put(alias.getSimpleName(), field));
            if (property.isRequired()) {
                required.add(property.getName());
            }
        }
        enclosing.remove(type);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /**
     * Returns {@code true} if the names of some fields are not known here: fields of any name, those of another type, or those
     * of a subtype.
     */
    private boolean hasOpenFields(JavaType type) throws JsonMappingException {
        DeserializationConfig config = mapper.getDeserializationConfig();
        BeanDescription description = config.introspect(type);
        return config.findTypeDeserializer(type) != null
                || description.findAnySetterAccessor() != null
                || description.findProperties().stream()
                        .map(BeanPropertyDefinition::getPrimaryMember)
                        .anyMatch(member -> member != null
                                && config.getAnnotationIntrospector().findUnwrappingNameTransformer(member) != null);
    }

    private Map<String, Object> field(SettableBeanProperty property) throws JsonMappingException {
        if (property.hasValueTypeDeserializer() || !property.hasValueDeserializer()) {
            return ANYTHING;
        }
        Map<String, Object> schema = of(property.getType(), property.getValueDeserializer());
        boolean required =
                property.getType().isPrimitive() || property.getMetadata().getValueNulls() == Nulls.FAIL;
        return required ? schema : nullable(schema);
    }

    private static Map<String, Object> described(SettableBeanProperty property, Map<String, Object> schema) {
        Map<String, Object> described = new LinkedHashMap<>(schema);
        String text = property.getMetadata().getDescription();
        if (text != null) {
            described.put(DESCRIPTION, text);
        }
        Describe describe = property.getAnnotation(Describe.class);
        if (describe != null) {
            put(described, DESCRIPTION, describe.value(), !describe.value().isEmpty());
            put(described, "minimum", describe.minimum(), Double.isFinite(describe.minimum()));
            put(described, "maximum", describe.maximum(), Double.isFinite(describe.maximum()));
            put(described, "minLength", describe.minLength(), describe.minLength() > 0);
            put(described, "maxLength", describe.maxLength(), describe.maxLength() < Integer.MAX_VALUE);
            put(described, "pattern", describe.pattern(), !describe.pattern().isEmpty());
        }
        return described;
    }

    private static void put(Map<String, Object> schema, String key, Object value, boolean isSet) {
        if (isSet) {
            schema.put(key, value);
        }
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        Map<String, Object> nullable = new LinkedHashMap<>(schema);
        if (schema.get(TYPE) instanceof String type) {
            nullable.put(TYPE, List.of(type, "null"));
        }
        if (schema.get("enum") instanceof List<?> constants && !constants.contains(null)) {
            List<@Nullable Object> values = new ArrayList<>(constants);
            values.add(null);
            nullable.put("enum", values);
        }
        return nullable;
    }
}
