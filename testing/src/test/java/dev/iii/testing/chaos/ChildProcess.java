package dev.iii.testing.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with the class path of the test. It ends at the latest when the process of the test ends, also if it is frozen then.
 * Not thread-safe.
 */
final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EXIT_OF_SIGKILL = 128 + 9;

    private final String name;
    private final Path log;
    private final Process process;
    private @Nullable Process freezer;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts the main method of a class; the process writes its output to {@code NAME.log} in the directory. */
    static ChildProcess start(Path directory, String name, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dchaos.process=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildProcess(name, log, process);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Returns what the process has printed. */
    String output() throws IOException {
        return Files.readString(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process with SIGKILL and waits until it has ended. */
    void kill() throws InterruptedException {
        assertThat(process.isAlive())
                .as("%s is running before it is killed", name)
                .isTrue();
        process.destroyForcibly();
        assertThat(exitValue()).as("exit status of %s", name).isEqualTo(EXIT_OF_SIGKILL);
    }

    /**
     * Stops the process with SIGSTOP. The shell that does it sends SIGCONT when its standard input closes, so a process of a
     * test that has been killed does not remain stopped.
     */
    void freeze() throws IOException {
        String pid = Long.toString(process.pid());
        Process shell = new ProcessBuilder(
                        "sh", "-c", "kill -STOP $0 && echo stopped && read line; kill -CONT $0 && echo continued", pid)
                .redirectErrorStream(true)
                .start();
        freezer = shell;
        assertThat(line(shell)).as("kill -STOP of %s", name).isEqualTo("stopped");
    }

    /** Continues the process with SIGCONT. */
    void thaw() throws IOException {
        Process shell = freezer;
        assertThat(shell).as("%s is frozen", name).isNotNull();
        if (shell != null) {
            shell.getOutputStream().close();
            assertThat(line(shell)).as("kill -CONT of %s", name).isEqualTo("continued");
            freezer = null;
        }
    }

    private static @Nullable String line(Process shell) throws IOException {
        // The reader must not be closed: the next line is read by another one. A shell prints the lines one at a time.
        return new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    /** Closes the standard input of the process and waits until it has ended on its own. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(exitValue()).as("exit status of %s", name).isZero();
    }

    private int exitValue() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s has ended", name)
                .isTrue();
        return process.exitValue();
    }

    /** Ends the process in any state. */
    @Override
    public void close() {
        process.destroyForcibly();
        if (freezer != null) {
            freezer.destroyForcibly();
        }
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
