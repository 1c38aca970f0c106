package dev.iii.sdk.internal.annotated;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The methods of a client. Refers to the interface only as long as the client is used. Thread-safe. */
final class ClientProxy implements InvocationHandler {

    private final Class<?> type;
    private final Worker worker;
    private final UnaryOperator<Call> options;
    private final Map<Method, ClientMethod> functions;
    private final Map<Method, MethodHandle> defaults;

    ClientProxy(
            Class<?> type,
            Worker worker,
            UnaryOperator<Call> options,
            Map<Method, ClientMethod> functions,
            Map<Method, MethodHandle> defaults) {
        this.type = type;
        this.worker = worker;
        this.options = options;
        this.functions = functions;
        this.defaults = defaults;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        ClientMethod function = functions.get(method);
        if (function != null) {
            return function.call(worker, options, arguments);
        }
        MethodHandle code = defaults.get(method);
        if (code != null) {
            return code.bindTo(proxy).invokeWithArguments(arguments == null ? new Object[0] : arguments);
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getName() + " of " + worker;
            default -> throw new IllegalStateException("a client has no code for " + method);
        };
    }
}
