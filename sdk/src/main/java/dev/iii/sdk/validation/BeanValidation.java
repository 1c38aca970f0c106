package dev.iii.sdk.validation;

import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.Json;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks inputs with Bean Validation ({@code jakarta.validation}). The check of a list, an array, a map or an {@code Optional} is
 * the check of its elements. Thread-safe.
 *
 * <p>The path of an invalid field consists of the names in the JSON. A name that differs from the name in Java must be set by
 * {@code @JsonProperty}; a naming strategy of the codec is not considered.
 */
public final class BeanValidation implements InputValidator {

    private final Validator validator;

    /** Stores for each class whether its instances need a check. It can be a subtype of the type of the input. */
    private final ClassValue<Boolean> constrained = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return validator.getConstraintsForClass(type).isBeanConstrained();
        }
    };

    private BeanValidation(Validator validator) {
        this.validator = validator;
    }

    /**
     * Returns the checks of a validator of the application, for example with its messages and its groups.
     *
     * @throws IllegalArgumentException if the validator is {@code null}
     */
    public static BeanValidation of(Validator validator) {
        return new BeanValidation(Arguments.notNull(validator, "validator"));
    }

    @Override
    public Optional<Check> checkOf(Type type) {
        return Optional.ofNullable(elementCheck(Arguments.notNull(type, "type")))
                .map(check -> input -> {
                    List<FieldError> errors = new ArrayList<>();
                    check.check(input, "", errors);
                    if (!errors.isEmpty()) {
                        throw new InvalidRequestException(errors);
                    }
                });
    }

    /** The check of a value inside an input. */
    @FunctionalInterface
    private interface ElementCheck {

        /** @param path the path of the value; empty for the whole input */
        void check(@Nullable Object value, String path, List<FieldError> errors);
    }

    private @Nullable ElementCheck elementCheck(Type type) {
        if (type instanceof Class<?> raw) {
            return raw.isArray() ? ofArray(raw.getComponentType()) : ofBean(raw);
        }
        if (type instanceof GenericArrayType array) {
            return ofArray(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return elementCheck(wildcard.getUpperBounds()[0]);
        }
        return type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw
                ? ofGeneric(raw, generic.getActualTypeArguments())
                : null;
    }

    private @Nullable ElementCheck ofGeneric(Class<?> raw, Type[] arguments) {
        if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            ElementCheck check = elementCheck(arguments[1]);
            return check == null
                    ? null
                    : (map, path, errors) -> {
                        if (map instanceof Map<?, ?> entries) {
                            entries.forEach((key, value) ->
                                    check.check(value, JsonPath.field(path, String.valueOf(key)), errors));
                        }
                    };
        }
        if (Iterable.class.isAssignableFrom(raw) && arguments.length == 1) {
            ElementCheck check = elementCheck(arguments[0]);
            return check == null
                    ? null
                    : (values, path, errors) -> {
                        if (values instanceof Iterable<?> elements) {
                            each(StreamSupport.stream(elements.spliterator(), false), path, check, errors);
                        }
                    };
        }
        if (raw == Optional.class) {
            ElementCheck check = elementCheck(arguments[0]);
            return check == null
                    ? null
                    : (value, path, errors) -> {
                        if (value instanceof Optional<?> optional) {
                            check.check(optional.orElse(null), path, errors);
                        }
                    };
        }
        return ofBean(raw);
    }

    private @Nullable ElementCheck ofArray(Type element) {
        ElementCheck check = element instanceof Class<?> raw && raw.isPrimitive() ? null : elementCheck(element);
        return check == null
                ? null
                : (values, path, errors) -> {
                    if (values instanceof Object[] elements) {
                        each(Arrays.stream(elements), path, check, errors);
                    }
                };
    }

    private static void each(Stream<?> elements, String path, ElementCheck check, List<FieldError> errors) {
        int[] index = {0};
        elements.forEachOrdered(element -> check.check(element, path + "[" + index[0]++ + "]", errors));
    }

    private @Nullable ElementCheck ofBean(Class<?> type) {
        if (!mayBeConstrained(type)) {
            return null;
        }
        return (value, path, errors) -> {
            if (value != null && constrained.get(value.getClass())) {
                addErrors(value, path, errors);
            }
        };
    }

    /** Returns {@code true} if an instance of the type may need a check; for a final class, if it needs one. */
    private boolean mayBeConstrained(Class<?> type) {
        if (type.isPrimitive() || type == Json.class || type.getName().startsWith("java.")) {
            return false;
        }
        return !Modifier.isFinal(type.getModifiers()) || constrained.get(type);
    }

    private void addErrors(Object value, String path, List<FieldError> errors) {
        Set<ConstraintViolation<Object>> violations = validator.validate(value);
        if (!violations.isEmpty()) {
            violations.stream()
                    .map(violation -> new FieldError(
                            JsonPath.of(value.getClass(), path, violation.getPropertyPath()), violation.getMessage()))
                    .distinct()
                    .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                    .forEach(errors::add);
        }
    }
}
