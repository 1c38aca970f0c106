package dev.iii.sdk.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * An official client: what installs it, once for each version, into a folder of its own below {@code target}, and what
 * starts a worker of it.
 *
 * @param name the language, the folder, and with {@code -peer} the name of the worker
 * @param dependencies the resources that name the client, its version, and the checksums of all packages
 * @param script the resource that is the worker
 * @param install the command that installs
 * @param run the command that runs the worker; the address of the engine follows
 */
record Client(String name, List<String> dependencies, String script, List<String> install, List<String> run) {

    private static final long INSTALL_SECONDS = 90;

    /** The Node client, by npm. */
    static Client node() {
        return new Client(
                "node",
                List.of("package.json", "package-lock.json"),
                "node-peer.mjs",
                List.of("npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"),
                List.of("node", "node-peer.mjs"));
    }

    /** The Python client, by pip. */
    static Client python() {
        return new Client(
                "python",
                List.of("requirements.txt"),
                "python_peer.py",
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--require-hashes",
                        "--target",
                        "site",
                        "-r",
                        "requirements.txt"),
                List.of("python3", "python_peer.py"));
    }

    /** Installs the client where that has not been done; skips the test, saying why, where it cannot be. */
    void prepare() throws InterruptedException {
        try {
            Files.createDirectories(folder());
            StringBuilder wanted = new StringBuilder();
            for (String resource : dependencies) {
                wanted.append(copy(resource));
            }
            copy(script);
            Path installed = folder().resolve("installed");
            if (Files.exists(installed) && Files.readString(installed).contentEquals(wanted)) {
                return;
            }
            runInstall();
            Files.writeString(installed, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a resource to the folder and returns it. */
    private String copy(String resource) throws IOException {
        Path file = folder().resolve(resource);
        try (InputStream content = Objects.requireNonNull(Client.class.getResourceAsStream(resource))) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.readString(file);
    }

    private void runInstall() throws InterruptedException {
        Path log = folder().resolve("install.log");
        try {
            Process process = process(install, log);
            boolean ended = process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0) {
                skip("the official client for " + name + " cannot be installed here, see " + log);
            }
        } catch (IOException e) {
            skip("there is no " + install.get(0) + " here: " + e.getMessage());
        }
    }

    /** The report of a build does not tell why a whole class was skipped. */
    private static void skip(String why) {
        System.err.println("skipped: " + why);
        Assumptions.abort(why);
    }

    /** Starts a worker. */
    Process start(String engine) throws IOException {
        List<String> command = new ArrayList<>(run);
        command.add(engine);
        return process(command, log());
    }

    /** What the worker says. */
    Path log() {
        return folder().resolve("peer.log");
    }

    private Process process(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("III_") || key.startsWith("OTEL_"));
        builder.environment().put("PYTHONPATH", "site");
        return builder.start();
    }

    private Path folder() {
        return Path.of("target", "interop", name);
    }
}
