package dev.iii.sdk.internal.annotated;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolves the type variables of the supertypes of a class. */
final class TypeVariables {

    private final Map<TypeVariable<?>, Type> known = new HashMap<>();

    private TypeVariables() {}

    static TypeVariables of(Class<?> owner) {
        TypeVariables variables = new TypeVariables();
        variables.learn(owner);
        return variables;
    }

    private void learn(@Nullable Class<?> type) {
        if (type == null) {
            return;
        }
        learn(type.getGenericSuperclass());
        Arrays.stream(type.getGenericInterfaces()).forEach(this::learn);
        learn(type.getSuperclass());
        Arrays.stream(type.getInterfaces()).forEach(this::learn);
    }

    private void learn(@Nullable Type supertype) {
        if (supertype instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            Type[] arguments = generic.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                known.putIfAbsent(variables[i], arguments[i]);
            }
        }
    }

    /**
     * Returns the type with all type variables replaced.
     *
     * @throws IllegalArgumentException if a type variable cannot be resolved; the message names it
     */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            Type argument = known.get(variable);
            if (argument == null) {
                throw new IllegalArgumentException("the type variable " + variable + " has no type argument");
            }
            return resolve(argument);
        }
        if (type instanceof ParameterizedType generic) {
            List<Type> arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(this::resolve)
                    .toList();
            // Keep the type object of the JDK if nothing was replaced.
            return arguments.equals(List.of(generic.getActualTypeArguments()))
                    ? generic
                    : new Generic((Class<?>) generic.getRawType(), arguments);
        }
        if (type instanceof GenericArrayType array) {
            Type component = resolve(array.getGenericComponentType());
            return component instanceof Class<?> plain ? plain.arrayType() : new GenericArray(component);
        }
        return type instanceof WildcardType wildcard ? resolve(wildcard.getUpperBounds()[0]) : type;
    }

    /** Returns the erasure of a type. A type variable that cannot be resolved is replaced by its bound. */
    Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return erased(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof WildcardType wildcard) {
            return erased(wildcard.getUpperBounds()[0]);
        }
        TypeVariable<?> variable = (TypeVariable<?>) type;
        Type argument = known.get(variable);
        return erased(argument == null ? variable.getBounds()[0] : argument);
    }

    /**
     * Returns the type argument that a class or interface has as a supertype of a type, for example {@code Sold} for
     * {@code CompletionStage} and {@code class SoldFuture extends CompletableFuture<Sold>}; {@code null} if the type does not
     * say it.
     */
    static @Nullable Type argument(Type type, Class<?> supertype) {
        Class<?> raw = type instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : type instanceof Class<?> plain ? plain : null;
        if (raw == null || !supertype.isAssignableFrom(raw)) {
            return null;
        }
        TypeVariables variables = of(raw);
        variables.learn(type);
        Type argument = supertype.getTypeParameters()[0];
        while (argument instanceof TypeVariable<?> variable) {
            argument = variables.known.get(variable);
        }
        return argument == null ? null : variables.resolveOrNull(argument);
    }

    private @Nullable Type resolveOrNull(Type type) {
        try {
            return resolve(type);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** An array whose components have a generic type. */
    private record GenericArray(Type component) implements GenericArrayType {

        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public String toString() {
            return component.getTypeName() + "[]";
        }
    }

    /** A generic type with its arguments. */
    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String toString() {
            return arguments.stream().map(Type::getTypeName).collect(joining(", ", raw.getTypeName() + "<", ">"));
        }
    }
}
