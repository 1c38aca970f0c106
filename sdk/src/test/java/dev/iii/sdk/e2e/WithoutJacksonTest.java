package dev.iii.sdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program whose dependencies contain neither databind of Jackson 3 nor another codec. */
class WithoutJacksonTest {

    private final URLClassLoader program = new URLClassLoader(
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(jar -> !jar.contains("jackson-databind"))
                    .map(WithoutJacksonTest::url)
                    .toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    @AfterEach
    void close() throws IOException {
        program.close();
    }

    private Object json(String method, Class<?> parameter, Object argument) throws ReflectiveOperationException {
        return program.loadClass("dev.iii.sdk.json.Json")
                .getMethod(method, parameter)
                .invoke(null, argument);
    }

    @Test
    void oneErrorSaysWhatToAdd() throws ReflectiveOperationException {
        Class<?> options = program.loadClass("dev.iii.sdk.WorkerOptions");
        Object named = options.getMethod("named", String.class).invoke(null, "a");
        assertThatThrownBy(() -> program.loadClass("dev.iii.sdk.Iii")
                        .getMethod("registerWorker", String.class, options)
                        .invoke(null, "ws://127.0.0.1:1", named))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Jackson 3 cannot run")
                .hasMessageContaining("dev.iii:iii-jackson2");
    }

    @Test
    void whatTheSdkItselfExchangesIsReadAndWritten() throws ReflectiveOperationException {
        Object json = json("of", Object.class, List.of("a", 1));
        assertThat(json.getClass().getMethod("text").invoke(json)).isEqualTo("[\"a\",1]");
        Object text = json("parse", String.class, "\"b\"");
        assertThat(text.getClass().getMethod("as", Class.class).invoke(text, String.class))
                .isEqualTo("b");
    }

    @Test
    void nothingRemainsOfAWorkerThatCannotStart() throws ReflectiveOperationException {
        oneErrorSaysWhatToAdd();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("iii-a-"));
    }
}
