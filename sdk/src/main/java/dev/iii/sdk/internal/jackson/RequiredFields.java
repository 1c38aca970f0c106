package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.iii.sdk.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * Decides which fields are required, both for schemas and for reading. A parameter of the constructor that creates a
 * value is required, and so is every component of a record. Exceptions are parameters that are an {@code Optional},
 * that have an annotation named {@code Nullable}, or whose value is supplied by an annotation of Jackson.
 *
 * <p>Fields that are set without the constructor are never required: the constructor has given them a value, and
 * Jackson cannot report that they are missing.
 */
final class RequiredFields {

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private RequiredFields() {}

    static boolean isOptional(Class<?> type) {
        return OPTIONALS.contains(type);
    }

    /** Returns {@code true} if a field must be present according to the compiled class and its annotations. */
    private static boolean isMandatory(AnnotatedParameter parameter) {
        Class<?> type = parameter.getRawType();
        return !isOptional(type) && type != Void.class && !isFilledByJackson(parameter) && !isNullable(parameter);
    }

    /**
     * Returns {@code true} if a field must be present, also in view of what the modules of a mapper know. In Kotlin, for
     * example, the compiled class does not show that a parameter is nullable or has a default.
     */
    static boolean isMandatory(MapperConfig<?> config, AnnotatedParameter parameter) {
        return isMandatory(parameter)
                && config.getAnnotationIntrospector().allIntrospectors().stream()
                        .filter(introspector -> !(introspector instanceof RequiredFieldsIntrospector))
                        .noneMatch(introspector ->
                                Boolean.FALSE.equals(introspector.hasRequiredMarker(config, parameter)));
    }

    /** Returns {@code true} if a required field of this type may be JSON null. */
    static boolean takesNull(Class<?> type) {
        return type == Json.class || type == AtomicReference.class;
    }

    /**
     * Returns {@code true} if the elements of an array or a collection, or the values of a map, may be null. Some classes of
     * the JDK refuse null.
     */
    static boolean holdsNull(Class<?> container) {
        if (container.isArray()) {
            return !container.getComponentType().isPrimitive();
        }
        boolean queue = Queue.class.isAssignableFrom(container)
                && container != Queue.class
                && container != Deque.class
                && !List.class.isAssignableFrom(container);
        return !queue
                && !SortedSet.class.isAssignableFrom(container)
                && !EnumSet.class.isAssignableFrom(container)
                && !ConcurrentMap.class.isAssignableFrom(container);
    }

    /**
     * Returns the properties of a type that parameters of its constructor set, with these parameters. It is empty for a type
     * that cannot be read.
     */
    static Map<String, AnnotatedParameter> parameters(DeserializationConfig config, JavaType type) {
        Map<String, AnnotatedParameter> parameters = new HashMap<>();
        try {
            ClassIntrospector introspector = config.classIntrospectorInstance();
            BeanDescription description =
                    introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type));
            for (BeanPropertyDefinition property : description.findProperties()) {
                AnnotatedParameter parameter = property.getConstructorParameter();
                if (parameter != null) {
                    parameters.put(property.getName(), parameter);
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            return Map.of();
        }
        return parameters;
    }

    private static boolean isFilledByJackson(AnnotatedParameter parameter) {
        JsonProperty property = parameter.getAnnotation(JsonProperty.class);
        JsonSetter setter = parameter.getAnnotation(JsonSetter.class);
        return isIgnored(parameter)
                || parameter.hasAnnotation(JsonUnwrapped.class)
                || parameter.hasAnnotation(JsonAnySetter.class)
                || parameter.hasAnnotation(JacksonInject.class)
                || (property != null
                        && (property.isRequired() == OptBoolean.FALSE
                                || !property.defaultValue().isEmpty()
                                || property.access() == JsonProperty.Access.READ_ONLY))
                || (setter != null && setter.nulls() != Nulls.DEFAULT && setter.nulls() != Nulls.FAIL);
    }

    /** Returns {@code true} for {@code @JsonIgnore}, which a record passes on to its field but not to its constructor. */
    private static boolean isIgnored(AnnotatedParameter parameter) {
        return elements(parameter).stream()
                .map(element -> element.getAnnotation(JsonIgnore.class))
                .anyMatch(ignore -> ignore != null && ignore.value());
    }

    private static boolean isNullable(AnnotatedParameter parameter) {
        return elements(parameter).stream().anyMatch(RequiredFields::isNullable);
    }

    /** Returns everything that may have the annotations of a parameter. */
    private static List<AnnotatedElement> elements(AnnotatedParameter parameter) {
        if (!(parameter.getMember() instanceof Executable creator)) {
            return List.of();
        }
        int index = parameter.getIndex();
        List<AnnotatedElement> elements = new ArrayList<>();
        elements.add(creator.getParameters()[index]);
        AnnotatedType[] types = creator.getAnnotatedParameterTypes();
        if (types.length == creator.getParameterCount()) {
            elements.add(types[index]);
        }
        Class<?> owner = creator.getDeclaringClass();
        if (owner.isRecord() && index < owner.getRecordComponents().length) {
            addComponent(owner, owner.getRecordComponents()[index], creator, elements);
        }
        return elements;
    }

    /**
     * Adds the annotations of the component, its accessor and its field, because an explicit canonical constructor need
     * not repeat them.
     */
    private static void addComponent(
            Class<?> owner, RecordComponent component, Executable creator, List<AnnotatedElement> elements) {
        Class<?>[] canonical = Arrays.stream(owner.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        if (!Arrays.equals(canonical, creator.getParameterTypes())) {
            return;
        }
        elements.add(component);
        elements.add(component.getAnnotatedType());
        elements.add(component.getAccessor());
        elements.add(component.getAccessor().getAnnotatedReturnType());
        Field field = field(owner, component.getName());
        if (field != null) {
            elements.add(field);
            elements.add(field.getAnnotatedType());
        }
    }

    private static @Nullable Field field(Class<?> owner, String name) {
        return Arrays.stream(owner.getDeclaredFields())
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns {@code true} if the element has an annotation named {@code Nullable}, from any library. */
    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}
