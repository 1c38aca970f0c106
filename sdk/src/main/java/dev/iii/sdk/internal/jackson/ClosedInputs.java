package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * Decides which types ignore a field that they do not declare. Others take it, for example a map, a class with
 * {@code @JsonAnySetter}, and a type whose subtype is the only field of its JSON. With {@link
 * DeserializationFeature#FAIL_ON_UNKNOWN_PROPERTIES}, no type ignores it. Thread-safe.
 */
final class ClosedInputs {

    /** The maximum number of remembered types. Only a program that creates types at run time has more types. */
    private static final int MAX_TYPES = 2048;

    private final ObjectMapper mapper;
    private final Map<Type, Boolean> known = new ConcurrentHashMap<>();

    ClosedInputs(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Returns {@code true} if the type is known to ignore fields that it does not declare. */
    boolean ignoresUnknownFields(Type type) {
        Boolean remembered = known.get(type);
        if (remembered != null) {
            return remembered;
        }
        boolean ignores;
        try {
            ignores = isClosed(mapper.constructType(type));
        } catch (JacksonException | IllegalArgumentException e) {
            return false;
        }
        if (known.size() < MAX_TYPES) {
            known.put(type, ignores);
        }
        return ignores;
    }

    private boolean isClosed(JavaType type) {
        DeserializationContext context = mapper._deserializationContext();
        if (context.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)) {
            return false;
        }
        if (!(context.findNonContextualValueDeserializer(type) instanceof BeanDeserializer bean)
                || context.findTypeDeserializer(type) != null) {
            return false;
        }
        ValueInstantiator creator = bean.getValueInstantiator();
        if (creator.canCreateUsingDelegate() || creator.canCreateUsingArrayDelegate()) {
            return false;
        }
        DeserializationConfig config = mapper.deserializationConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance();
        BeanDescription description =
                introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type));
        return description.findAnySetterAccessor() == null
                && !hasAnySetterParameter(description)
                && description.findProperties().stream()
                        .noneMatch(property -> isUnwrapped(config, property.getPrimaryMember()));
    }

    private static boolean hasAnySetterParameter(BeanDescription description) {
        return Stream.concat(description.getConstructors().stream(), description.getFactoryMethods().stream())
                .map(Annotated::getAnnotated)
                .filter(Executable.class::isInstance)
                .flatMap(creator -> Arrays.stream(((Executable) creator).getParameters()))
                .anyMatch(ClosedInputs::isAnySetter);
    }

    private static boolean isAnySetter(Parameter parameter) {
        return parameter.isAnnotationPresent(JsonAnySetter.class);
    }

    private static boolean isUnwrapped(DeserializationConfig config, @Nullable AnnotatedMember member) {
        return member != null
                && config.getAnnotationIntrospector().findUnwrappingNameTransformer(config, member) != null;
    }
}
