package dev.iii.sdk.internal.annotated;

import dev.iii.sdk.Invocation;
import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes clients from interfaces with annotated methods. Collects all mistakes before it reports them. */
public final class ClientInterface {

    private final Class<?> type;
    private final PayloadTypes payloads;
    private final TypeVariables variables;
    /** By the signature of a method: the annotation that is nearest to the interface. */
    private final Map<List<Object>, Function> annotations = new HashMap<>();

    private final Map<Method, ClientMethod> functions = new HashMap<>();
    private final Map<Method, MethodHandle> defaults = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ClientInterface(Class<?> type, PayloadTypes payloads) {
        this.type = type;
        this.payloads = payloads;
        this.variables = TypeVariables.of(type);
    }

    /**
     * Returns a client.
     *
     * @param payloads checks the types of payloads and results
     * @throws IllegalArgumentException if the interface is invalid; the message names all mistakes
     */
    public static <T> T client(Class<T> type, Worker worker, UnaryOperator<Call> options, PayloadTypes payloads) {
        Arguments.notNull(options, "options");
        if (!Arguments.notNull(type, "interface").isInterface() || type.isAnnotation()) {
            throw new IllegalArgumentException(
                    type.getName() + " is not an interface; a client implements an interface");
        }
        if (type.isSealed() || type.isHidden()) {
            throw new IllegalArgumentException(
                    type.getName() + " is sealed or hidden, so that no client can implement it; use another interface");
        }
        ClientInterface read = new ClientInterface(type, payloads);
        read.read();
        if (!read.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", read.problems));
        }
        ClientProxy code = new ClientProxy(type, worker, options, read.functions, read.defaults);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, code));
    }

    private void read() {
        learnAnnotations(type);
        List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
        // Reflection returns the methods in an arbitrary order.
        methods.sort(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString));
        for (Method method : methods) {
            if (!Modifier.isStatic(method.getModifiers())) {
                try {
                    read(method);
                } catch (IllegalArgumentException e) {
                    problems.add(name(method) + ": " + e.getMessage());
                }
            }
        }
        if (functions.isEmpty() && problems.isEmpty()) {
            problems.add(type.getName() + " has no method with @Function; add it to the methods that call functions");
        }
    }

    private static String name(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        return (declaring.getSimpleName().isEmpty() ? declaring.getName() : declaring.getSimpleName()) + "."
                + method.getName();
    }

    private void learnAnnotations(Class<?> from) {
        for (Method method : from.getDeclaredMethods()) {
            Function function = method.getAnnotation(Function.class);
            if (function != null && !method.isBridge()) {
                annotations.putIfAbsent(signature(method), function);
            }
        }
        Arrays.stream(from.getInterfaces()).forEach(this::learnAnnotations);
    }

    private List<Object> signature(Method method) {
        List<Object> signature = new ArrayList<>(List.of(method.getName()));
        for (Type parameter : method.getGenericParameterTypes()) {
            signature.add(variables.erased(parameter));
        }
        return signature;
    }

    private void read(Method method) {
        boolean hasCode = method.isDefault() && (method.isBridge() || !method.isAnnotationPresent(Function.class));
        Function function = annotations.get(signature(method));
        if (hasCode) {
            defaults.put(method, code(method));
        } else if (function != null) {
            functions.put(method, function(method, function));
        } else if (!isOfObject(method)) {
            throw new IllegalArgumentException("it has no @Function; add it, or make it a default method");
        }
    }

    private static boolean isOfObject(Method method) {
        try {
            return Modifier.isPublic(Object.class
                    .getMethod(method.getName(), method.getParameterTypes())
                    .getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static MethodHandle code(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        try {
            ClientInterface.class.getModule().addReads(declaring.getModule());
            return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                    .unreflectSpecial(method, declaring);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "its code is not accessible; its package must be open to the module dev.iii.sdk", e);
        }
    }

    private ClientMethod function(Method method, Function function) {
        String id = Arguments.notBlank(function.value(), "function id");
        Type[] parameters = method.getGenericParameterTypes();
        if (Arrays.asList(method.getParameterTypes()).contains(Invocation.class)) {
            throw new IllegalArgumentException(
                    "it has a parameter of the type Invocation, which a caller does not have;"
                            + " handlers of this interface cannot have one");
        }
        if (parameters.length > 1) {
            throw new IllegalArgumentException("it must have one parameter, the payload, or none");
        }
        if (parameters.length == 1) {
            payloads.requireWritable(variables.resolve(parameters[0]), "the payload for " + id);
        }
        Type returned = variables.resolve(method.getGenericReturnType());
        Class<?> raw = variables.erased(returned);
        if (raw == void.class) {
            return new ClientMethod(id, ClientMethod.Mode.ONE_WAY, void.class);
        }
        ClientMethod.Mode mode = mode(raw);
        Type result = mode == ClientMethod.Mode.FUTURE ? argument(returned) : returned;
        payloads.requireReadable(result, "the result of " + id);
        return new ClientMethod(id, mode, result);
    }

    private static ClientMethod.Mode mode(Class<?> returned) {
        if (returned == CompletionStage.class || returned == CompletableFuture.class) {
            return ClientMethod.Mode.FUTURE;
        }
        if (Future.class.isAssignableFrom(returned) || CompletionStage.class.isAssignableFrom(returned)) {
            throw new IllegalArgumentException("it returns a " + returned.getSimpleName()
                    + "; return a CompletionStage, a CompletableFuture, or the result itself");
        }
        return ClientMethod.Mode.RESULT;
    }

    /** A stage without a type argument does not say what its result is. */
    private static Type argument(Type stage) {
        @Nullable Type result = TypeVariables.argument(stage, CompletionStage.class);
        return result == null ? Object.class : result;
    }
}
