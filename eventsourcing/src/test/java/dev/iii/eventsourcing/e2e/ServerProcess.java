package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A server in a separate process, on a port of this computer. A shell starts it and ends it with SIGKILL when the standard
 * input of the shell closes, so it also ends if the process of the test is killed. Used by one thread.
 */
final class ServerProcess implements AutoCloseable {

    private final String name;
    private final int port;
    private final Path log;
    private final Process shell;

    private ServerProcess(String name, int port, Path log, Process shell) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.shell = shell;
    }

    /** Returns a program from the path of the system; empty if it is not installed. */
    static Optional<String> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a server in a folder and waits until it accepts connections. */
    static ServerProcess start(Path folder, String name, int port, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        List<String> shell =
                new ArrayList<>(List.of("sh", "-c", "\"$@\" & read line; kill -9 $!; wait $! 2>/dev/null", "sh"));
        shell.addAll(command);
        ServerProcess server = new ServerProcess(
                name,
                port,
                log,
                new ProcessBuilder(shell)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
        try {
            Engines.await(name + " accepts connections").until(server::accepts);
        } catch (RuntimeException e) {
            server.shell.destroy();
            throw new IllegalStateException(name + " does not start: " + Files.readString(log), e);
        }
        return server;
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the server with SIGKILL and waits until it has ended. */
    void kill() throws IOException {
        assertThat(shell.isAlive()).as(() -> name + " has ended, see " + log).isTrue();
        shell.getOutputStream().close();
        Engines.await(name + " has ended").until(() -> !shell.isAlive());
    }

    @Override
    public void close() throws IOException {
        if (shell.isAlive()) {
            kill();
        }
    }
}
