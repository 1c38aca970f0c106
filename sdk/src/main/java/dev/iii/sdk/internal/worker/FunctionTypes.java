package dev.iii.sdk.internal.worker;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.internal.annotated.PayloadTypes;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonConvertible;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks the types of a function while it is registered, so that a type that never works is not found by a caller; and those
 * of a client while it is created.
 */
final class FunctionTypes implements PayloadTypes {

    private static final Set<Type> UNCHECKED =
            Set.of(Json.class, HttpRequest.class, HttpResponse.class, Object.class, Void.class);

    private final JsonCodec codec;

    private FunctionTypes(JsonCodec codec) {
        this.codec = codec;
    }

    /** Returns checks for a client. They accept every type if the codec is not the default one. */
    static PayloadTypes of(JsonCodec codec) {
        return new FunctionTypes(codec);
    }

    @Override
    public void requireReadable(Type type, String what) {
        if (codec instanceof JacksonCodec jackson) {
            check(Optional.of(type), what, jackson::requireReadable);
        }
    }

    @Override
    public void requireWritable(Type type, String what) {
        if (codec instanceof JacksonCodec jackson) {
            check(Optional.of(type), what, jackson::requireWritable);
        }
    }

    /**
     * Checks the types if the codec is the default one.
     *
     * @throws IllegalArgumentException if the input can never be read or the result can never be written; the message
     *     contains the type, the field and the remedy
     */
    static void check(FunctionDefinition<?> function, JsonCodec codec) {
        List<String> problems = problems(function, codec);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Returns the problems for which {@link #check(FunctionDefinition, JsonCodec)} throws an exception. */
    static List<String> problems(FunctionDefinition<?> function, JsonCodec codec) {
        List<String> problems = new ArrayList<>();
        if (codec instanceof JacksonCodec jackson) {
            add(problems, function.inputType().type(), "the input of " + function.id(), jackson::requireReadable);
            add(
                    problems,
                    function.inputType().valueType(),
                    "the values in the input of " + function.id(),
                    jackson::requireReadable);
            add(problems, function.resultType(), "the result of " + function.id(), jackson::requireWritable);
        }
        return problems;
    }

    private static void add(List<String> problems, Optional<Type> type, String what, Consumer<Type> check) {
        try {
            check(type, what, check);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
    }

    /**
     * Checks the type of the configurations of a trigger type if the codec is the default one.
     *
     * @throws IllegalArgumentException if a configuration can never be read; the message contains the type, the field and
     *     the remedy
     */
    static void check(TriggerTypeDefinition<?> definition, JsonCodec codec) {
        if (codec instanceof JacksonCodec jackson) {
            String what = "the configuration of the trigger type " + definition.id();
            check(definition.configType().type(), what, jackson::requireReadable);
            check(definition.configType().valueType(), what, jackson::requireReadable);
        }
    }

    private static void check(Optional<Type> type, String what, Consumer<Type> check) {
        if (type.isEmpty() || UNCHECKED.contains(type.get()) || isWrittenByItself(type.get())) {
            return;
        }
        try {
            check.accept(type.get());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    /** Returns {@code true} for types that the codec does not write. */
    private static boolean isWrittenByItself(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return raw instanceof Class<?> c && JsonConvertible.class.isAssignableFrom(c);
    }
}
