package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.iii.sdk.http.MultipartPart;
import dev.iii.sdk.http.ServerSentEvents;
import dev.iii.sdk.telemetry.WorkerLogger;
import dev.iii.sdk.trigger.Trigger;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every public method and constructor, with null for each argument that may not be null, says which one is null. */
class NullArgumentsTest {

    /** They come with a request, and cannot be made here. */
    private static final Set<Class<?>> GIVEN_BY_REQUESTS = Set.of(MultipartPart.class, ServerSentEvents.class);

    private static final Set<Class<?>> IMPLEMENTED_BY_USERS = Set.of(Trigger.class, TriggerTypeHandler.class);

    private static final SampleArguments SAMPLES = new SampleArguments();

    @AfterAll
    static void close() {
        SAMPLES.close();
        Awaitility.await("all threads have ended")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("iii-")));
    }

    private static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.iii.sdk")) {
            Class<?> reflected = type.reflect();
            if (isPublic(reflected)
                    && !reflected.getPackageName().contains(".internal")
                    && !Throwable.class.isAssignableFrom(reflected)
                    && !GIVEN_BY_REQUESTS.contains(reflected)) {
                types.add(reflected);
            }
        }
        types.sort(Comparator.comparing(Class::getName));
        return types;
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
    }

    /**
     * Returns the methods that users call. The SDK itself calls the interfaces that users implement, and the records of
     * events contain what the engine sent.
     */
    private static List<Executable> callable(Class<?> type) {
        List<Executable> all = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && !type.isEnum()
                    && !method.getName().equals("equals")
                    && (Modifier.isStatic(method.getModifiers()) || isImplementedByTheSdk(type))) {
                all.add(method);
            }
        }
        if (!type.isRecord()) {
            all.addAll(List.of(type.getConstructors()));
        }
        return all;
    }

    /** A log call must not fail, so {@link WorkerLogger} accepts null. */
    private static boolean isImplementedByTheSdk(Class<?> type) {
        return !type.isInterface()
                || (!Proxy.isProxyClass(SAMPLES.of(type).getClass())
                        && !type.getSimpleName().equals("Provider")
                        && !IMPLEMENTED_BY_USERS.contains(type)
                        && type != WorkerLogger.class);
    }

    @Test
    void areNamed() {
        List<String> silent = new ArrayList<>();
        int checked = 0;
        for (Class<?> type : types()) {
            for (Executable executable : callable(type)) {
                Parameter[] parameters = executable.getParameters();
                for (int i = 0; i < parameters.length; i++) {
                    if (parameters[i].getType().isPrimitive() || isNullable(executable, i)) {
                        continue;
                    }
                    checked++;
                    String problem = problem(executable, i);
                    if (problem != null) {
                        silent.add(executable.toGenericString() + " argument " + i + ": " + problem);
                    }
                }
            }
        }
        assertThat(silent).isEmpty();
        assertThat(checked).isGreaterThan(400);
    }

    private static boolean isNullable(Executable executable, int index) {
        return executable.getAnnotatedParameterTypes().length == executable.getParameterCount()
                && Arrays.stream(executable.getAnnotatedParameterTypes()[index].getAnnotations())
                        .anyMatch(Nullable.class::isInstance);
    }

    private static @Nullable String problem(Executable executable, int index) {
        try {
            Object[] arguments = new Object[executable.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = i == index ? null : SAMPLES.of(executable.getParameterTypes()[i]);
            }
            if (executable instanceof Constructor<?> constructor) {
                constructor.newInstance(arguments);
            } else {
                Method method = (Method) executable;
                Object target =
                        Modifier.isStatic(method.getModifiers()) ? null : SAMPLES.of(method.getDeclaringClass());
                method.invoke(target, arguments);
            }
            return "taken";
        } catch (InvocationTargetException e) {
            Throwable cause = e.getTargetException();
            String message = String.valueOf(cause.getMessage());
            boolean named = cause instanceof IllegalArgumentException
                    && message.matches("(?s).*\\b(is|are) null\\b.*")
                    && !message.startsWith("Cannot");
            return named ? null : cause.toString();
        } catch (ReflectiveOperationException | IllegalArgumentException | IllegalStateException e) {
            return "cannot be called: " + e;
        }
    }
}
