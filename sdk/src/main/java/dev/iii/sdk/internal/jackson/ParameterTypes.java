package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.NumberLimits;
import java.lang.reflect.Type;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.util.NameTransformer;

/**
 * Converts the parameters of an HTTP request to the kind of JSON that the input type expects. Parameters are strings, and
 * payloads are not converted, so this is the only place where a string becomes a number.
 */
final class ParameterTypes {

    private final ObjectMapper mapper;
    private final JavaType type;

    ParameterTypes(ObjectMapper mapper, Type type) {
        this.mapper = mapper;
        this.type = mapper.constructType(type);
    }

    /**
     * Returns the JSON of parameters.
     *
     * @param all all strings of the input, also those that are not parameters; one of them may identify the subtype
     */
    Map<String, RawJson> convert(Map<String, String> parameters, Map<String, String> all) {
        Map<String, RawJson> converted = new LinkedHashMap<>();
        DeserializationContext context = mapper._deserializationContext();
        parameters.forEach((name, text) -> {
            Kind kind = kind(context, type, name, all);
            // A parameter without a value, as in "?limit=", contains no number.
            if (!text.isEmpty() || kind == Kind.STRING) {
                converted.put(name, json(kind, text));
            }
        });
        return converted;
    }

    private RawJson json(Kind kind, String text) {
        if (kind == Kind.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return RawJson.parse(text);
        }
        // Java also reads the digits of other scripts as numbers.
        if ((kind == Kind.INTEGER || kind == Kind.NUMBER) && text.chars().allMatch(c -> c < 128)) {
            try {
                return RawJson.parse(NumberLimits.decimal(text).toString());
            } catch (NumberFormatException e) {
                // The reader rejects the string and says what it expects.
                return RawJson.wrap(mapper.writeValueAsBytes(text));
            }
        }
        return RawJson.wrap(mapper.writeValueAsBytes(text));
    }

    private Kind kind(DeserializationContext context, JavaType owner, String name, Map<String, String> all) {
        if (owner.isMapLikeType()) {
            return kind(owner.getContentType(), null);
        }
        if (owner.isReferenceType()) {
            return kind(context, owner.getContentType(), name, all);
        }
        try {
            TypeDeserializer types = context.findTypeDeserializer(owner);
            return types == null ? kind(context, owner, name) : kindInSubtypes(context, owner, types, name, all);
        } catch (JacksonException e) {
            return Kind.STRING;
        }
    }

    private Kind kindInSubtypes(
            DeserializationContext context,
            JavaType owner,
            TypeDeserializer types,
            String name,
            Map<String, String> all) {
        String id = types.getPropertyName() == null ? null : all.get(types.getPropertyName());
        JavaType subtype = id == null ? null : types.getTypeIdResolver().typeFromId(context, id);
        if (subtype != null) {
            return kind(context, subtype, name);
        }
        // The subtype is unknown: a string, unless all subtypes agree.
        DeserializationConfig config = context.getConfig();
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (NamedType each : config.getSubtypeResolver()
                .collectAndResolveSubtypesByClass(config, context.introspectClassAnnotations(owner))) {
            JavaType resolved = context.constructSpecializedType(owner, each.getType());
            if (resolved.isConcrete() && hasProperty(context, resolved, name)) {
                kinds.add(kind(context, resolved, name));
            }
        }
        return kinds.size() == 1 ? kinds.iterator().next() : Kind.STRING;
    }

    private static boolean hasProperty(DeserializationContext context, JavaType owner, String name) {
        return context.findNonContextualValueDeserializer(owner) instanceof BeanDeserializerBase bean
                && bean.findProperty(PropertyName.construct(name)) != null;
    }

    private Kind kind(DeserializationContext context, JavaType owner, String name) {
        if (owner.isMapLikeType()) {
            return kind(owner.getContentType(), null);
        }
        if (!(context.findNonContextualValueDeserializer(owner) instanceof BeanDeserializerBase bean)) {
            return Kind.STRING;
        }
        SettableBeanProperty property = bean.findProperty(PropertyName.construct(name));
        if (property != null) {
            return kind(property.getType(), property.getValueDeserializer());
        }
        JavaType delegate = bean.getValueInstantiator().getDelegateType(context.getConfig());
        return delegate != null && !delegate.equals(owner)
                ? kind(context, delegate, name)
                : undeclaredKind(context, owner, name);
    }

    /** Returns the kind of a property of an unwrapped object, or of the values of {@code @JsonAnySetter}. */
    private Kind undeclaredKind(DeserializationContext context, JavaType owner, String name) {
        BeanDescription description = context.introspectBeanDescription(owner);
        for (BeanPropertyDefinition property : description.findProperties()) {
            AnnotatedMember member = property.getPrimaryMember();
            NameTransformer names = member == null
                    ? null
                    : context.getAnnotationIntrospector().findUnwrappingNameTransformer(context.getConfig(), member);
            String inner = names == null ? null : names.reverse(name);
            if (inner != null && hasProperty(context, property.getPrimaryType(), inner)) {
                return kind(context, property.getPrimaryType(), inner);
            }
        }
        AnnotatedMember others = description.findAnySetterAccessor();
        JavaType values = others instanceof AnnotatedMethod setter
                ? setter.getParameterType(1)
                : others == null ? null : others.getType().getContentType();
        return values == null ? Kind.STRING : kind(values, null);
    }

    private Kind kind(JavaType value, @Nullable ValueDeserializer<?> deserializer) {
        if (deserializer instanceof StrictReading.ShapedDeserializer shaped) {
            if (shaped.isText()) {
                return Kind.STRING;
            }
            if (shaped.shape.isNumeric()) {
                return Kind.NUMBER;
            }
        }
        Kind kind = new TypeDescriptions(mapper).of(value).kind();
        return kind == Kind.INTEGER || kind == Kind.NUMBER || kind == Kind.BOOLEAN ? kind : Kind.STRING;
    }
}
