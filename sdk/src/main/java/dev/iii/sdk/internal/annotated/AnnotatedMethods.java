package dev.iii.sdk.internal.annotated;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.trigger.Trigger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the functions of an object from its annotated methods. Collects all mistakes before it reports them. */
public final class AnnotatedMethods {

    private final Object owner;
    private final TypeVariables variables;
    private final List<AnnotatedFunction> functions = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private final java.util.function.Function<AnnotatedFunction, List<String>> check;

    private AnnotatedMethods(Object owner, java.util.function.Function<AnnotatedFunction, List<String>> check) {
        this.owner = owner;
        this.check = check;
        this.variables = TypeVariables.of(owner.getClass());
    }

    /**
     * Returns the functions of an object.
     *
     * @param check returns what is wrong with a function; empty if nothing is
     * @throws IllegalArgumentException if a method is invalid; the message names all mistakes
     */
    public static List<AnnotatedFunction> of(
            Object owner, java.util.function.Function<AnnotatedFunction, List<String>> check) {
        if (Arguments.notNull(owner, "object") instanceof Class<?> c) {
            throw new IllegalArgumentException("the object is the class " + c.getName()
                    + "; functions are methods of an object, so pass an instance of the class");
        }
        AnnotatedMethods methods = new AnnotatedMethods(owner, check);
        methods.read();
        if (!methods.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", methods.problems));
        }
        return methods.functions;
    }

    private void read() {
        // If a method overrides another, the annotation nearest to the class of the object counts.
        Map<List<Object>, Method> bySignature = new LinkedHashMap<>();
        for (Class<?> c = owner.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
            find(c, bySignature);
        }
        for (Class<?> c = owner.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
            findInInterfaces(c, bySignature);
        }
        List<Method> methods = new ArrayList<>(bySignature.values());
        // Reflection returns the methods in an arbitrary order.
        methods.sort(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString));
        Set<String> ids = new HashSet<>();
        for (Method method : methods) {
            Function function = method.getAnnotation(Function.class);
            Problems found = new Problems();
            if (function == null) {
                found.add("it has a trigger but no @Function");
            } else {
                read(method, function, ids, found);
            }
            String name = name(owner.getClass()) + "." + method.getName();
            found.messages().forEach(message -> problems.add(name + ": " + message));
        }
        if (functions.isEmpty() && problems.isEmpty()) {
            problems.add(owner.getClass().getName()
                    + " has no method with @Function; add it to the public methods that are functions");
        }
    }

    private void findInInterfaces(Class<?> type, Map<List<Object>, Method> bySignature) {
        for (Class<?> more : type.getInterfaces()) {
            find(more, bySignature);
            findInInterfaces(more, bySignature);
        }
    }

    private void find(Class<?> type, Map<List<Object>, Method> bySignature) {
        for (Method method : type.getDeclaredMethods()) {
            boolean annotated = method.isAnnotationPresent(Function.class) || AnnotatedTriggers.areOn(method);
            boolean inherited = !(type.isInterface() && Modifier.isStatic(method.getModifiers()));
            if (annotated && inherited && !method.isBridge()) {
                List<Object> signature = new ArrayList<>(List.of(method.getName()));
                for (Type parameter : method.getGenericParameterTypes()) {
                    signature.add(variables.erased(parameter));
                }
                bySignature.putIfAbsent(signature, method);
            }
        }
    }

    private static String name(Class<?> type) {
        return type.isAnonymousClass() ? type.getName() : type.getSimpleName();
    }

    /** Adds the function of a method. Continues after a mistake, so that all mistakes are found. */
    private void read(Method method, Function function, Set<String> ids, Problems found) {
        String id = found.attempt(() -> Arguments.notBlank(function.value(), "function id"));
        if (id != null && !ids.add(id)) {
            found.add("another method has the same function id, " + id);
        }
        if (!Modifier.isPublic(method.getModifiers()) || !method.trySetAccessible()) {
            found.add(
                    "it is not accessible; it must be public, and its package must be open to the module dev.iii.sdk");
        }
        List<Trigger> triggers = AnnotatedTriggers.of(method, found);
        Parameters parameters = found.attempt(() -> parameters(method));
        Type result = found.attempt(() -> resultType(variables.resolve(method.getGenericReturnType())));
        InputType<?> input = parameters == null ? null : found.attempt(() -> inputType(parameters.input()));
        if (parameters == null || input == null) {
            return;
        }
        // A wrong id does not hide the mistakes in the settings and types.
        FunctionDefinition<?> definition = definition(
                id == null ? method.getName() : id,
                input,
                method,
                parameters,
                result == null ? void.class : result,
                function,
                found);
        AnnotatedFunction read = new AnnotatedFunction(definition, triggers);
        check.apply(read).forEach(found::add);
        functions.add(read);
    }

    /** The parameters of a method, which determine its arguments. */
    private record Parameters(int count, @Nullable Type input, boolean invocationFirst) {

        @Nullable
        Object[] arguments(@Nullable Object value, Invocation invocation) {
            if (count == 0) {
                return new Object[0];
            }
            if (count == 1) {
                return new Object[] {input == null ? invocation : value};
            }
            return invocationFirst ? new Object[] {invocation, value} : new Object[] {value, invocation};
        }
    }

    private static Parameters parameters(Method method) {
        Parameter[] parameters = method.getParameters();
        List<Parameter> inputs = Arrays.stream(parameters)
                .filter(parameter -> parameter.getType() != Invocation.class)
                .toList();
        if (parameters.length > 2 || inputs.size() > 1 || (inputs.isEmpty() && parameters.length > 1)) {
            throw new IllegalArgumentException(
                    "it must have one input parameter, an Invocation, both, or no parameter");
        }
        Type input = inputs.isEmpty() ? null : inputs.get(0).getParameterizedType();
        return new Parameters(
                parameters.length, input, parameters.length == 2 && parameters[0].getType() == Invocation.class);
    }

    private InputType<?> inputType(@Nullable Type input) {
        return input == null ? InputType.of(Json.class) : InputType.of(TypeRef.of(boxed(variables.resolve(input))));
    }

    /** Returns the wrapper class of a primitive type: reading {@code null} as a wrapper class produces the better error. */
    private static Type boxed(Type type) {
        return type instanceof Class<?> c
                ? java.lang.invoke.MethodType.methodType(c).wrap().returnType()
                : type;
    }

    private <I> FunctionDefinition<I> definition(
            String id,
            InputType<I> input,
            Method method,
            Parameters parameters,
            Type result,
            Function function,
            Problems found) {
        FunctionHandler<I, @Nullable Object> handler =
                (value, invocation) -> call(method, parameters.arguments(value, invocation));
        FunctionDefinition<I> definition = FunctionDefinition.of(id, input, handler);
        if (result != void.class) {
            definition = with(definition, found, given -> given.resultType(TypeRef.of(result)));
        }
        if (!function.description().isEmpty()) {
            definition = with(definition, found, given -> given.description(function.description()));
        }
        if (function.concurrency() != 0 || function.waiting() != 0) {
            definition =
                    with(definition, found, given -> given.concurrency(function.concurrency(), function.waiting()));
        }
        if (function.timeoutMillis() != 0) {
            definition = with(definition, found, given -> given.timeout(Duration.ofMillis(function.timeoutMillis())));
        }
        return function.quick() ? with(definition, found, FunctionDefinition::quick) : definition;
    }

    private static <I> FunctionDefinition<I> with(
            FunctionDefinition<I> definition, Problems found, UnaryOperator<FunctionDefinition<I>> setting) {
        FunctionDefinition<I> changed = found.attempt(() -> setting.apply(definition));
        return changed == null ? definition : changed;
    }

    private static Type resultType(Type declared) {
        Class<?> raw = declared instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : declared instanceof Class<?> plain ? plain : null;
        if (raw == null) {
            return declared;
        }
        if (CompletionStage.class.isAssignableFrom(raw)) {
            // A raw stage does not say what its result is.
            Type result = TypeVariables.argument(declared, CompletionStage.class);
            return result == null ? Object.class : result;
        }
        if (Future.class.isAssignableFrom(raw)) {
            throw new IllegalArgumentException("it returns a " + raw.getSimpleName()
                    + ", for which nothing can wait without a thread; return a CompletionStage, for example a"
                    + " CompletableFuture, or the result itself");
        }
        return declared;
    }

    private @Nullable Object call(Method method, @Nullable Object[] arguments) throws Exception {
        try {
            return method.invoke(owner, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof Exception exception ? exception : e;
        }
    }
}
