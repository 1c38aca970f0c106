package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.NumberLimits;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;

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

    Map<String, RawJson> convert(Map<String, String> parameters) {
        Map<String, RawJson> converted = new LinkedHashMap<>();
        DeserializationContext context = mapper._deserializationContext();
        parameters.forEach((name, text) -> {
            Kind kind = kind(context, type, name);
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
        if (kind == Kind.INTEGER || kind == Kind.NUMBER) {
            try {
                return RawJson.parse(NumberLimits.decimal(text).toString());
            } catch (NumberFormatException e) {
                // The reader rejects the string and says what it expects.
                return RawJson.wrap(mapper.writeValueAsBytes(text));
            }
        }
        return RawJson.wrap(mapper.writeValueAsBytes(text));
    }

    private Kind kind(DeserializationContext context, JavaType owner, String name) {
        if (owner.isMapLikeType()) {
            return kind(owner.getContentType(), null);
        }
        try {
            return context.findRootValueDeserializer(owner) instanceof BeanDeserializerBase bean
                    ? kind(bean, name)
                    : kindInSubtypes(context, owner, name);
        } catch (JacksonException e) {
            return Kind.STRING;
        }
    }

    private Kind kindInSubtypes(DeserializationContext context, JavaType owner, String name) {
        Class<?>[] subtypes = owner.getRawClass().getPermittedSubclasses();
        if (subtypes == null) {
            return Kind.STRING;
        }
        for (Class<?> subtype : subtypes) {
            ValueDeserializer<?> deserializer =
                    context.findNonContextualValueDeserializer(mapper.constructType(subtype));
            Kind kind = deserializer instanceof BeanDeserializerBase bean ? kind(bean, name) : Kind.STRING;
            if (kind != Kind.STRING) {
                return kind;
            }
        }
        return Kind.STRING;
    }

    private Kind kind(BeanDeserializerBase bean, String name) {
        SettableBeanProperty property = bean.findProperty(PropertyName.construct(name));
        return property == null ? Kind.STRING : kind(property.getType(), property.getValueDeserializer());
    }

    private Kind kind(JavaType value, @Nullable ValueDeserializer<?> deserializer) {
        if (deserializer instanceof StrictReading.ShapedDeserializer shaped && shaped.isText()) {
            return Kind.STRING;
        }
        Kind kind = new TypeDescriptions(mapper).of(value).kind();
        return kind == Kind.INTEGER || kind == Kind.NUMBER || kind == Kind.BOOLEAN ? kind : Kind.STRING;
    }
}
