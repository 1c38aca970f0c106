package dev.iii.spring;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.GenericTypeResolver;

/**
 * Registers what a native image needs for the functions and the clients of an application: the methods, the types of their
 * payloads, and the proxies of clients. Spring calls it while it processes the application ahead of time.
 */
final class NativeHints implements BeanRegistrationAotProcessor {

    private static final BindingReflectionHintsRegistrar PAYLOADS = new BindingReflectionHintsRegistrar();

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Class<?> client = client(bean);
        Class<?> type = client == null ? bean.getBeanClass() : client;
        List<Method> functions = functions(type);
        if (functions.isEmpty()) {
            return null;
        }
        return (generation, code) -> {
            RuntimeHints hints = generation.getRuntimeHints();
            functions.forEach(function -> register(hints, type, function));
            if (client != null) {
                hints.proxies().registerJdkProxy(client);
            }
        };
    }

    /** Returns the interface of a client; {@code null} if the bean is not a client. */
    private static @Nullable Class<?> client(RegisteredBean bean) {
        return bean.getBeanClass() == IiiClientFactoryBean.class
                ? bean.getBeanType().getGeneric(0).resolve()
                : null;
    }

    private static List<Method> functions(Class<?> type) {
        List<Method> functions = new ArrayList<>();
        for (Class<?> c : AnnotatedTypes.all(type)) {
            if (AnnotatedTypes.declaresFunctions(c)) {
                Arrays.stream(c.getDeclaredMethods())
                        .filter(AnnotatedTypes::isAnnotated)
                        .forEach(functions::add);
            }
        }
        return functions;
    }

    private static void register(RuntimeHints hints, Class<?> type, Method function) {
        hints.reflection().registerMethod(function, ExecutableMode.INVOKE);
        Type[] payloads = Stream.concat(
                        Stream.of(function.getGenericParameterTypes()), Stream.of(function.getGenericReturnType()))
                .map(payload -> GenericTypeResolver.resolveType(payload, type))
                .flatMap(NativeHints::withoutTypesOfTheSdk)
                .toArray(Type[]::new);
        PAYLOADS.registerReflectionHints(hints.reflection(), payloads);
    }

    /** Returns the type; of a type of the SDK, which needs no hints, its arguments, for example the value of an event. */
    private static Stream<Type> withoutTypesOfTheSdk(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (!raw.getTypeName().startsWith("dev.iii.sdk.")) {
            return Stream.of(type);
        }
        return type instanceof ParameterizedType generic
                ? Stream.of(generic.getActualTypeArguments()).flatMap(NativeHints::withoutTypesOfTheSdk)
                : Stream.empty();
    }
}
