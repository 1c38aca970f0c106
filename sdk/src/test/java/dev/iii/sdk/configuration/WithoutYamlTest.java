package dev.iii.sdk.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program without the YAML library, which is an optional dependency. */
class WithoutYamlTest {

    private final URLClassLoader program = new URLClassLoader(
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(jar -> !jar.contains("snakeyaml"))
                    .map(WithoutYamlTest::url)
                    .toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader());

    @TempDir
    private Path folder;

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

    private Object json(Map<String, String> variables) throws ReflectiveOperationException {
        Function<String, @Nullable String> lookup = variables::get;
        Class<?> type = program.loadClass("dev.iii.sdk.configuration.WorkerConfig");
        Object config = type.getMethod("fromEnvironment", Function.class).invoke(null, lookup);
        return type.getMethod("json").invoke(config);
    }

    @Test
    void aFileNeedsTheLibraryAndTheErrorSaysWhichOne() throws IOException {
        Path file = Files.writeString(folder.resolve("api.yaml"), "a: 1");
        assertThatThrownBy(() -> json(Map.of("III_CONFIG", file.toString())))
                .cause()
                .hasMessage(file + ": reading YAML needs a library; add the dependency"
                        + " org.snakeyaml:snakeyaml-engine:3.0.1 (on the module path also --add-modules"
                        + " org.snakeyaml.engine)");
    }

    @Test
    void withoutAFileNoLibraryIsNeeded() throws ReflectiveOperationException {
        Object empty = json(Map.of());
        assertThat(empty.getClass().getMethod("text").invoke(empty)).isEqualTo("{}");
    }
}
