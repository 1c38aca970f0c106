package dev.iii.sdk.validation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds annotations of Bean Validation in a type, without the API and without a provider. A value inside a bean is only validated
 * if {@code @Valid} requests it, which is an annotation of Bean Validation, too. So the types of fields need not be searched.
 */
final class Constraints {

    private static final String API = "jakarta.validation.";

    private final Set<Type> searched = new HashSet<>();

    private Constraints() {}

    /** Returns {@code true} if a value of the type may have constraints, also as a subtype that the type names. */
    static boolean in(Type type) {
        return new Constraints().isIn(type);
    }

    private boolean isIn(@Nullable Type type) {
        if (type == null || !searched.add(type)) {
            return false;
        }
        if (type instanceof Class<?> raw) {
            return raw.isArray() ? isIn(raw.getComponentType()) : isInClass(raw);
        }
        if (type instanceof ParameterizedType generic) {
            return isIn(generic.getRawType())
                    || Arrays.stream(generic.getActualTypeArguments()).anyMatch(this::isIn);
        }
        if (type instanceof GenericArrayType array) {
            return isIn(array.getGenericComponentType());
        }
        return type instanceof WildcardType wildcard && isIn(wildcard.getUpperBounds()[0]);
    }

    private boolean isInClass(Class<?> type) {
        if (type.isPrimitive() || type.getName().startsWith("java.")) {
            return false;
        }
        return isOn(type)
                || Arrays.stream(type.getDeclaredFields()).anyMatch(Constraints::isOnField)
                || Arrays.stream(type.getDeclaredMethods()).anyMatch(Constraints::isOnGetter)
                || isIn(type.getSuperclass())
                || Arrays.stream(type.getInterfaces()).anyMatch(this::isIn)
                || subtypes(type).anyMatch(this::isIn);
    }

    private static Stream<Class<?>> subtypes(Class<?> type) {
        JsonSubTypes named = type.getAnnotation(JsonSubTypes.class);
        Stream<Class<?>> known =
                named == null ? Stream.empty() : Arrays.stream(named.value()).map(JsonSubTypes.Type::value);
        return type.isSealed() ? Stream.concat(known, Arrays.stream(type.getPermittedSubclasses())) : known;
    }

    private static boolean isOnField(Field field) {
        return isOn(field) || isInside(field.getAnnotatedType());
    }

    private static boolean isOnGetter(Method method) {
        return method.getParameterCount() == 0 && (isOn(method) || isInside(method.getAnnotatedReturnType()));
    }

    /** Looks for constraints of elements, for example {@code List<@NotBlank String>}. */
    private static boolean isInside(AnnotatedType type) {
        if (isOn(type)) {
            return true;
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return Arrays.stream(generic.getAnnotatedActualTypeArguments()).anyMatch(Constraints::isInside);
        }
        return type instanceof AnnotatedArrayType array && isInside(array.getAnnotatedGenericComponentType());
    }

    private static boolean isOn(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getName().startsWith(API)
                        || Arrays.stream(annotation.getAnnotations())
                                .anyMatch(
                                        meta -> meta.annotationType().getName().equals(API + "Constraint")));
    }
}
