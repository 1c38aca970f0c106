package dev.iii.example.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that starts the program of the distribution, with a runtime that prints its arguments instead of the real one. Its
 * processes have no variables except those that a test sets. {@link DistributionTest} tests the distribution itself.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class LauncherTest {

    private static final String RUNTIME = """
            #!/bin/sh
            printf '<%s>' "$@"
            exit 7
            """;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        home = folder.resolve("a directory").resolve("inventory");
        write(home.resolve("bin/inventory"), Files.readString(Path.of("src/distribution/inventory")));
        write(home.resolve("runtime/bin/java"), RUNTIME);
    }

    private static void write(Path program, String script) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the program and returns what the runtime prints. */
    private String run(Path directory, Map<String, String> variables, String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        int status = builder.start().waitFor();
        String printed = Files.readString(output);
        assertThat(status).as(printed).isEqualTo(7);
        return printed;
    }

    @Test
    void itStartsTheJarWithItsRuntimeFromAnyDirectory() throws Exception {
        assertThat(run(folder, Map.of(), home.resolve("bin/inventory").toString(), "--help", "two words"))
                .isEqualTo("<-jar><" + home + "/bin/../lib/inventory.jar><--help><two words>");
        assertThat(run(home, Map.of(), "bin/inventory")).isEqualTo("<-jar><bin/../lib/inventory.jar>");
        assertThat(run(home.resolve("bin"), Map.of(), "/bin/sh", "inventory"))
                .isEqualTo("<-jar><../lib/inventory.jar>");
    }

    @Test
    void itPassesTheOptionsOfTheRuntime() throws Exception {
        assertThat(run(home, Map.of("JAVA_OPTS", "-Xmx64m -Da=b"), "bin/inventory"))
                .isEqualTo("<-Xmx64m><-Da=b><-jar><bin/../lib/inventory.jar>");
    }

    @Test
    void aLinkLeadsToTheProgram() throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), home.resolve("bin/inventory"));
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));
        String started = "<-jar><" + home + "/bin/../lib/inventory.jar>";
        assertThat(run(folder, Map.of(), absolute.toString())).isEqualTo(started);
        assertThat(run(home, Map.of(), relative.toString())).isEqualTo(started);
        assertThat(run(folder, Map.of("PATH", folder + ":/usr/bin:/bin"), "/bin/sh", "-c", "relative"))
                .isEqualTo(started);
    }
}
