package dev.iii.sdk;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.TriggerRegistrationRequest;
import dev.iii.sdk.rbac.TriggerTypeRegistrationRequest;
import dev.iii.sdk.stream.StreamConsumer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A good argument of each type, made once: from a list, or by the first public way to make one. */
final class SampleArguments {

    private final Worker worker = Iii.registerWorker(
            "ws://127.0.0.1:1",
            WorkerOptions.builder().callTimeout(Duration.ofMillis(1)).build());
    private final Map<Class<?>, Object> samples = new HashMap<>();

    SampleArguments() {
        samples.put(Worker.class, worker);
        samples.put(String.class, "a");
        samples.put(CharSequence.class, "a");
        samples.put(Object.class, "a");
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(double.class, 1.0);
        samples.put(boolean.class, true);
        samples.put(byte[].class, new byte[] {'a'});
        samples.put(Duration.class, Duration.ofSeconds(1));
        samples.put(Instant.class, Instant.EPOCH);
        samples.put(UUID.class, new UUID(1, 1));
        samples.put(Class.class, String.class);
        samples.put(java.lang.reflect.Type.class, String.class);
        samples.put(Map.class, Map.of());
        samples.put(List.class, List.of());
        samples.put(java.util.Collection.class, List.of());
        samples.put(Set.class, Set.of());
        samples.put(Optional.class, Optional.empty());
        samples.put(TypeRef.class, new TypeRef<String>() {});
        samples.put(Json.class, Json.of(1));
        samples.put(
                jakarta.validation.Validator.class,
                jakarta.validation.Validation.buildDefaultValidatorFactory().getValidator());
        samples.put(String[].class, new String[] {"a"});
        samples.put(dev.iii.sdk.trigger.Trigger.class, dev.iii.sdk.trigger.SubscribeTrigger.topic("a"));
        samples.put(dev.iii.sdk.trigger.CronTrigger.class, dev.iii.sdk.trigger.CronTrigger.expression("0 * * * * *"));
        samples.put(dev.iii.sdk.trigger.CustomTrigger.class, dev.iii.sdk.trigger.Trigger.of("a", null));
        samples.put(
                dev.iii.sdk.trigger.ConfigurationEvent.Kind[].class,
                new dev.iii.sdk.trigger.ConfigurationEvent.Kind[0]);
        samples.put(
                dev.iii.sdk.stream.StreamConsumerOptions.class,
                dev.iii.sdk.stream.StreamConsumerOptions.builder().build());
        samples.put(StreamConsumer.class, Iii.connectStreams("ws://127.0.0.1:1"));
        samples.put(
                HttpFunctionDefinition.class,
                FunctionDefinition.http("payment::charge", "https://pay.example.org/charge"));
        samples.put(java.io.InputStream.class, java.io.InputStream.nullInputStream());
        samples.put(java.io.OutputStream.class, java.io.OutputStream.nullOutputStream());
        of(FunctionRegistrationRequest.class);
        of(TriggerRegistrationRequest.class);
        of(TriggerTypeRegistrationRequest.class);
    }

    Object of(Class<?> type) {
        Object known = samples.get(type);
        if (known == null) {
            known = make(type);
            samples.put(type, known);
        }
        return known;
    }

    private Object make(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Object given = given(type);
        if (given != null) {
            return given;
        }
        if (type.isInterface() && !type.isSealed()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
        }
        if (type.isSealed() && Modifier.isAbstract(type.getModifiers())) {
            return of(type.getPermittedSubclasses()[0]);
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            Object made = tried(() -> constructor.newInstance(arguments(constructor.getParameterTypes())));
            if (made != null) {
                return made;
            }
        }
        throw new IllegalStateException("no sample of " + type);
    }

    /** By a static method, or by a method of a worker or of a builder. */
    private @Nullable Object given(Class<?> type) {
        List<Class<?>> givers = Stream.of(
                        type,
                        type.getDeclaringClass(),
                        Worker.class,
                        Iii.class,
                        Call.class,
                        WorkerOptions.class,
                        FunctionRegistrationRequest.class,
                        TriggerRegistrationRequest.class,
                        TriggerTypeRegistrationRequest.class)
                .filter(giver -> giver != null)
                .distinct()
                .toList();
        for (Class<?> giver : givers) {
            List<Method> methods = Arrays.stream(giver.getMethods())
                    .filter(method ->
                            type.isAssignableFrom(method.getReturnType()) && method.getReturnType() != Object.class)
                    .sorted(Comparator.comparing(Method::getParameterCount).thenComparing(Method::toGenericString))
                    .toList();
            for (Method method : methods) {
                if (Modifier.isStatic(method.getModifiers()) || (giver != type && samples.containsKey(giver))) {
                    Object made = tried(() -> method.invoke(
                            Modifier.isStatic(method.getModifiers()) ? null : of(giver),
                            arguments(method.getParameterTypes())));
                    if (made != null) {
                        return made;
                    }
                }
            }
        }
        return null;
    }

    private Object[] arguments(Class<?>[] types) {
        return Arrays.stream(types).map(this::of).toArray();
    }

    private interface Try {
        @Nullable
        Object run() throws ReflectiveOperationException;
    }

    private static @Nullable Object tried(Try attempt) {
        try {
            return attempt.run();
        } catch (InvocationTargetException | IllegalAccessException | InstantiationException e) {
            return null;
        } catch (ReflectiveOperationException | IllegalStateException | StackOverflowError e) {
            return null;
        }
    }

    /** Closes the samples that have threads: a thread that is left would fail the next test class of this JVM. */
    void close() {
        for (Object sample : samples.values()) {
            if (sample instanceof Worker opened) {
                opened.close();
            } else if (sample instanceof StreamConsumer opened) {
                opened.close();
            }
        }
    }
}
