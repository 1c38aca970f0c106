package dev.iii.eventsourcing.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real engine with its own folder and ports, whose state can be lost. {@code -Diii.engine=PATH} is its program; tests are
 * skipped without it. Those with Redis are also skipped without {@code redis-server} on the path of the system. Used by one
 * thread.
 */
final class RealEngine implements AutoCloseable {

    /** A place of the state, and a way to lose it. */
    enum Loss {
        /** Files, which the engine writes each second. The engine is killed and starts again. */
        FILES_ENGINE_KILLED,
        /** Redis. It is killed and starts again with what {@link RealEngine#save} has saved, while the engine lives. */
        REDIS_KILLED,
        /** Redis. It is emptied while it and the engine live. */
        REDIS_FLUSHED
    }

    private final Loss loss;
    private final Path folder;
    private final String program;
    private final int port = ServerProcess.freePort();
    private final int redisPort = ServerProcess.freePort();
    private ServerProcess engine;
    private @Nullable ServerProcess redis;

    private RealEngine(Loss loss, Path folder, String program) throws IOException {
        this.loss = loss;
        this.folder = folder;
        this.program = program;
        if (loss != Loss.FILES_ENGINE_KILLED) {
            redis = startRedis();
        }
        Files.writeString(folder.resolve("engine.yaml"), configuration());
        engine = startEngine();
    }

    /** Starts an engine, or skips the test. */
    static RealEngine start(Loss loss, Path folder) throws IOException {
        Optional<String> program = Optional.ofNullable(System.getProperty("iii.engine"));
        Assumptions.assumeTrue(
                program.isPresent(), "set -Diii.engine=PATH to the program of the real engine to run this test");
        Assumptions.assumeTrue(
                loss == Loss.FILES_ENGINE_KILLED
                        || ServerProcess.onPath("redis-server").isPresent(),
                "install redis-server to run this test");
        return new RealEngine(loss, folder, program.orElseThrow());
    }

    private String configuration() {
        String adapter = loss == Loss.FILES_ENGINE_KILLED
                ? "{ name: kv, config: { store_method: file_based, file_path: ./state, save_interval_ms: 1000 } }"
                : "{ name: redis, config: { redis_url: \"redis://127.0.0.1:" + redisPort + "\" } }";
        return """
                workers:
                  - name: iii-worker-manager
                    config: { host: 127.0.0.1, port: %d }
                  - name: iii-pubsub
                  - name: iii-state
                    config:
                      adapter: %s
                """.formatted(port, adapter);
    }

    private ServerProcess startEngine() throws IOException {
        return ServerProcess.start(folder, "engine", port, List.of(program, "--config", "engine.yaml"));
    }

    private ServerProcess startRedis() throws IOException {
        String server = ServerProcess.onPath("redis-server").orElseThrow();
        String address = "127.0.0.1";
        return ServerProcess.start(
                folder,
                "redis",
                redisPort,
                List.of(server, "--port", "" + redisPort, "--bind", address, "--save", "", "--appendonly", "no"));
    }

    /** Returns the address for workers. */
    String url() {
        return "ws://127.0.0.1:" + port;
    }

    /**
     * Waits until the state is where it survives {@link #lose}.
     *
     * @param text a part of the last value that was written
     */
    void save(String text) throws IOException {
        switch (loss) {
            case FILES_ENGINE_KILLED ->
                Engines.await("the engine has written its files").until(() -> filesContain(text));
            case REDIS_KILLED -> redis("SAVE");
            case REDIS_FLUSHED -> throw new IllegalStateException("nothing survives");
        }
    }

    private boolean filesContain(String text) throws IOException {
        Path state = folder.resolve("state");
        if (!Files.isDirectory(state)) {
            return false;
        }
        try (Stream<Path> files = Files.list(state)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".bin")).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Loses what was not saved. */
    void lose() throws IOException {
        switch (loss) {
            case FILES_ENGINE_KILLED -> {
                engine.kill();
                engine = startEngine();
            }
            case REDIS_KILLED -> {
                ServerProcess running = redis;
                if (running != null) {
                    running.kill();
                }
                redis = startRedis();
            }
            case REDIS_FLUSHED -> redis("FLUSHALL");
        }
    }

    private void redis(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(in.readNBytes(5), StandardCharsets.US_ASCII);
            if (!answer.startsWith("+OK")) {
                throw new IOException(command + " was answered with " + answer);
            }
        }
    }

    @Override
    public void close() throws IOException {
        ServerProcess running = redis;
        try {
            engine.close();
        } finally {
            if (running != null) {
                running.close();
            }
        }
    }
}
