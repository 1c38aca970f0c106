package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/** Finds types of which no value can be written. The values of an interface are checked only when they are written. */
final class WritableTypes extends TypeWalk {

    private final SerializationContext context;

    WritableTypes(ObjectMapper mapper) {
        super(mapper);
        this.context = mapper._serializationContext();
    }

    @Override
    @Nullable
    String problemOfKey(JavaType type) {
        return UnsupportedTypes.reasonOfKey(type.getRawClass(), description(type));
    }

    @Override
    @Nullable
    String problemOfBean(JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        String shape = UnsupportedTypes.reasonOfClassFormat(raw);
        if (shape != null) {
            return path + ": " + shape;
        }
        if (!type.isConcrete()) {
            return problemOfSubtypes(type, path);
        }
        try {
            String twice = TypeProperty.problem(context.getConfig(), description(type), names(type));
            if (twice != null) {
                return path + "." + twice;
            }
            ValueSerializer<?> serializer = context.findValueSerializer(type);
            while (serializer instanceof WrappingSerializer wrapping) {
                serializer = wrapping.plain();
            }
            if (serializer instanceof StrictWriting.RefusingSerializer refusing) {
                return path + ": " + refusing.reason();
            }
            if (serializer instanceof UnknownSerializer) {
                return path + ": " + raw.getSimpleName()
                        + " has no visible properties; make it a record, or give it getters";
            }
            return serializer instanceof BeanSerializerBase bean ? problemOfProperties(type, bean, path) : null;
        } catch (JacksonException | IllegalArgumentException e) {
            String closed = ClosedPackages.remedy(raw);
            return path + ": "
                    + (closed != null ? closed : raw.getSimpleName() + " cannot be written as JSON: " + failed(e));
        }
    }

    private Set<String> names(JavaType type) {
        return description(type).findProperties().stream()
                .filter(BeanPropertyDefinition::couldSerialize)
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.toSet());
    }

    private @Nullable String problemOfSubtypes(JavaType type, String path) {
        if (context.findTypeSerializer(type) == null) {
            return null;
        }
        SerializationConfig config = context.getConfig();
        for (NamedType subtype : config.getSubtypeResolver()
                .collectAndResolveSubtypesByClass(
                        config, config.classIntrospectorInstance().introspectClassAnnotations(type))) {
            if (subtype.getType() != type.getRawClass()) {
                JavaType resolved = context.constructSpecializedType(type, subtype.getType());
                String problem = problem(resolved, resolved.getRawClass().getSimpleName());
                if (problem != null) {
                    return path.equals(type.getRawClass().getSimpleName()) ? problem : path + ": " + problem;
                }
            }
        }
        return null;
    }

    private @Nullable String problemOfProperties(JavaType type, BeanSerializerBase serializer, String path) {
        for (BeanPropertyDefinition property : description(type).findProperties()) {
            JsonFormat format = property.getAccessor() == null
                    ? null
                    : property.getAccessor().getAnnotation(JsonFormat.class);
            String reason = format == null ? null : UnsupportedTypes.reasonOfFormat(property.getPrimaryType(), format);
            if (reason == null && property.getAccessor() != null) {
                reason = OmittedProperties.ofProperty(
                        mapper.deserializationConfig(), property.getAccessor(), property.getPrimaryType());
            }
            if (reason != null) {
                return path + "." + property.getName() + ": " + reason;
            }
        }
        String unwritten = unwritten(type, serializer);
        if (unwritten != null) {
            return path + "." + unwritten + ": it is required, but it is not written; give it a getter, remove"
                    + " access = WRITE_ONLY, or annotate it with @Nullable";
        }
        for (BeanPropertyDefinition property : description(type).findProperties()) {
            boolean plain = property.getAccessor() != null
                    && context.getAnnotationIntrospector().findSerializer(context.getConfig(), property.getAccessor())
                            == null;
            String problem = plain ? problem(property.getAccessor().getType(), path + "." + property.getName()) : null;
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** Returns a property without which the JSON cannot be read, and which is not written; {@code null} if there is none. */
    private @Nullable String unwritten(JavaType type, BeanSerializerBase serializer) {
        Set<String> written = new HashSet<>();
        serializer.properties().forEachRemaining(property -> written.add(property.getName()));
        TypeSerializer types = context.findTypeSerializer(type);
        if (types != null && types.getPropertyName() != null) {
            written.add(types.getPropertyName());
        }
        return RequiredFields.parameters(mapper.deserializationConfig(), type).entrySet().stream()
                .filter(parameter -> RequiredFields.isMandatory(mapper.deserializationConfig(), parameter.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !written.contains(name))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private BeanDescription description(JavaType type) {
        SerializationConfig config = context.getConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance();
        return introspector.introspectForSerialization(type, introspector.introspectClassAnnotations(type));
    }
}
