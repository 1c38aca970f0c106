package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program in a process of its own. It ends at the latest when the process of the test ends. Used by one thread. */
final class ChildProgram implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String READY = "The program is ready";

    private final Process process;
    private final Path log;
    private @Nullable Process freezer;

    private ChildProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Lets the main method of a program wait until the test ends it. The program is ready. */
    static void awaitEnd() throws IOException {
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // The test writes nothing.
        }
        System.exit(0);
    }

    /**
     * Starts the main method of a class and waits until it is ready.
     *
     * @param heap the maximum size of its heap, for example {@code 64m}
     */
    static ChildProgram start(Path directory, String name, Class<?> main, String heap, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ChildProgram started = new ChildProgram(process, log);
        Engines.await(name + " is ready")
                .until(() -> !process.isAlive() || started.output().contains(READY));
        assertThat(process.isAlive()).as(started.output()).isTrue();
        return started;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns what the process has printed. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** Ends the process with SIGKILL. */
    void kill() throws Exception {
        assertThat(process.isAlive()).as(output()).isTrue();
        process.destroyForcibly();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /**
     * Stops the process with SIGSTOP. The shell that does it sends SIGCONT when its standard input closes, so a process of a
     * test that has been killed does not remain stopped.
     */
    void freeze() throws Exception {
        Process shell = new ProcessBuilder(
                        "sh", "-c", "kill -STOP $0 && echo stopped && read line; kill -CONT $0", "" + process.pid())
                .redirectErrorStream(true)
                .start();
        freezer = shell;
        // The reader must not be closed, because this ends the shell.
        String line =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).as("kill -STOP").isEqualTo("stopped");
    }

    /** Continues the process with SIGCONT. */
    void thaw() throws Exception {
        Process shell = Objects.requireNonNull(freezer, "the process was not frozen");
        shell.getOutputStream().close();
        assertThat(shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        freezer = null;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        if (freezer != null) {
            freezer.destroyForcibly();
        }
    }
}
