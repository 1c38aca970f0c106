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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.introspect.AnnotatedParameter;

/**
 * Which fields must be there: the one rule, for schemas and for reading. A parameter of the constructor that makes a value
 * (so every component of a record) must, unless it is an {@code Optional}, is annotated {@code Nullable} by whichever
 * library, or has an annotation of Jackson that gives it a value. What is set by fields or setters need not: a
 * constructor has given it a value, and Jackson cannot say that it is missing.
 */
final class Presence {

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Presence() {}

    static boolean isOptional(Class<?> type) {
        return OPTIONALS.contains(type);
    }

    static boolean isMandatory(AnnotatedParameter parameter) {
        Class<?> type = parameter.getRawType();
        return !isOptional(type) && type != Void.class && !isFilledByJackson(parameter) && !isNullable(parameter);
    }

    /** A mandatory field may still be JSON null when the type has a value for it. */
    static boolean takesNull(Class<?> type) {
        return type == Json.class;
    }

    private static boolean isFilledByJackson(AnnotatedParameter parameter) {
        JsonProperty property = parameter.getAnnotation(JsonProperty.class);
        JsonSetter setter = parameter.getAnnotation(JsonSetter.class);
        return parameter.hasAnnotation(JsonIgnore.class)
                || parameter.hasAnnotation(JsonUnwrapped.class)
                || parameter.hasAnnotation(JsonAnySetter.class)
                || parameter.hasAnnotation(JacksonInject.class)
                || (property != null
                        && (property.isRequired() == OptBoolean.FALSE
                                || !property.defaultValue().isEmpty()
                                || property.access() == JsonProperty.Access.READ_ONLY))
                || (setter != null && setter.nulls() != Nulls.DEFAULT && setter.nulls() != Nulls.FAIL);
    }

    private static boolean isNullable(AnnotatedParameter parameter) {
        if (!(parameter.getMember() instanceof Executable creator)) {
            return false;
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
        return elements.stream().anyMatch(Presence::isNullable);
    }

    /** An explicit constructor need not repeat what its component, or its accessor, says. */
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

    /** Any annotation of the name {@code Nullable} counts, whichever library it is from. */
    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}
