package dev.iii.stub;

import dev.iii.stub.config.ConfigException;
import dev.iii.stub.config.EngineConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EngineStub} can be told. Immutable; made by a {@link Builder}.
 *
 * <p>Without a config file every worker of the engine is there. With one there are those that it names, and what is said
 * here goes before what the file says.
 */
public final class StubOptions {

    /** The largest message that is accepted, in bytes: 16 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;

    /**
     * How much may wait to be read by one worker before its connection is dropped, in bytes: 128 MiB. The JSON body of
     * an HTTP request has to fit, beside what else waits.
     */
    public static final long DEFAULT_MAX_OUTBOX_BYTES = 128L << 20;

    /** How long registrations wait for the worker's announcement: 5 s. */
    public static final Duration DEFAULT_NAMESPACE_GRACE = Duration.ofSeconds(5);

    private static final int MAX_PORT = 65535;

    private final @Nullable String host;
    private final @Nullable Integer port;
    private final @Nullable Integer httpPort;
    private final @Nullable Integer streamPort;
    private final @Nullable Duration namespaceGrace;
    private final int maxMessageBytes;
    private final long maxOutboxBytes;
    private final int eventLoops;
    private final Map<String, String> environment;
    private final List<GuardOptions> guardedPorts;
    private final @Nullable EngineConfig config;

    private StubOptions(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.httpPort = builder.httpPort;
        this.streamPort = builder.streamPort;
        this.namespaceGrace = builder.namespaceGrace;
        this.maxMessageBytes = builder.maxMessageBytes;
        this.maxOutboxBytes = builder.maxOutboxBytes;
        this.eventLoops = builder.eventLoops;
        this.environment = builder.environment();
        this.guardedPorts = List.copyOf(builder.guardedPorts);
        this.config = builder.config;
    }

    /** Free ports on the loopback interface, every worker of the engine. */
    public static StubOptions defaults() {
        return builder().build();
    }

    /** Options to be filled in. */
    public static Builder builder() {
        return new Builder();
    }

    /** The interface to listen on, {@code null} for what the config file says or loopback. */
    public @Nullable String host() {
        return host;
    }

    /** The worker port, {@code null} for what the config file says or a free one. */
    public @Nullable Integer port() {
        return port;
    }

    /** The REST port, {@code null} for what the config file says or a free one. */
    public @Nullable Integer httpPort() {
        return httpPort;
    }

    /** The port of stream consumers, {@code null} for what the config file says or a free one. */
    public @Nullable Integer streamPort() {
        return streamPort;
    }

    /** How long registrations wait for an announcement, {@code null} for what the config file says or the default. */
    public @Nullable Duration namespaceGrace() {
        return namespaceGrace;
    }

    /** The largest message that is accepted, in bytes. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** How much may wait to be read by one worker, in bytes. */
    public long maxOutboxBytes() {
        return maxOutboxBytes;
    }

    /** How many threads serve connections. */
    public int eventLoops() {
        return eventLoops;
    }

    /** Worker ports with access control, beside those of the config file. */
    public List<GuardOptions> guardedPorts() {
        return guardedPorts;
    }

    /** The environment variables that HTTP-invoked functions take their secrets from. */
    Map<String, String> environment() {
        return environment;
    }

    @Nullable
    EngineConfig config() {
        return config;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private @Nullable String host;
        private @Nullable Integer port;
        private @Nullable Integer httpPort;
        private @Nullable Integer streamPort;
        private @Nullable Duration namespaceGrace;
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
        private long maxOutboxBytes = DEFAULT_MAX_OUTBOX_BYTES;
        private int eventLoops = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        private final Map<String, String> variables = new HashMap<>();
        private final List<GuardOptions> guardedPorts = new ArrayList<>();
        private @Nullable EngineConfig config;

        private Builder() {}

        /** Listen on this interface, by name or address; {@code 0.0.0.0} for all. */
        public Builder host(String newHost) {
            if (newHost.isBlank()) {
                throw new IllegalArgumentException("host must not be blank");
            }
            host = newHost;
            return this;
        }

        /** Listen on this interface. */
        public Builder host(InetAddress newHost) {
            return host(newHost.getHostAddress());
        }

        /** The worker port; 0 for a free one. */
        public Builder port(int newPort) {
            port = checkPort("port", newPort);
            return this;
        }

        /** The REST port; 0 for a free one. */
        public Builder httpPort(int newPort) {
            httpPort = checkPort("httpPort", newPort);
            return this;
        }

        /** The port of stream consumers; 0 for a free one. */
        public Builder streamPort(int newPort) {
            streamPort = checkPort("streamPort", newPort);
            return this;
        }

        /** How long registrations wait for the worker's announcement before they count in the default namespace. */
        public Builder namespaceGrace(Duration newGrace) {
            if (newGrace.isNegative()) {
                throw new IllegalArgumentException("namespaceGrace must not be negative");
            }
            namespaceGrace = newGrace;
            return this;
        }

        /** The largest message that is accepted, in bytes. */
        public Builder maxMessageBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxMessageBytes must be positive");
            }
            maxMessageBytes = bytes;
            return this;
        }

        /** How much may wait to be read by one worker before its connection is dropped, in bytes. */
        public Builder maxOutboxBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxOutboxBytes must be positive");
            }
            maxOutboxBytes = bytes;
            return this;
        }

        /** How many threads serve connections; by default one for two processors, at most four. */
        public Builder eventLoops(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("eventLoops must be positive");
            }
            eventLoops = threads;
            return this;
        }

        /**
         * An environment variable beside those of the process, which it goes before. HTTP-invoked functions name the
         * variables that hold their secrets (engine behaviour, section 15). Never logged.
         */
        public Builder variable(String name, String value) {
            variables.put(Objects.requireNonNull(name), Objects.requireNonNull(value));
            return this;
        }

        /**
         * One more worker port, with access control (engine behaviour, section 19). May be called several times; the
         * ports come after the others in {@link EngineStub#workerUrls()}.
         */
        public Builder guardedPort(GuardOptions guarded) {
            guardedPorts.add(Objects.requireNonNull(guarded));
            return this;
        }

        private Map<String, String> environment() {
            Map<String, String> all = new HashMap<>(System.getenv());
            all.putAll(variables);
            return Map.copyOf(all);
        }

        /**
         * Reads a config file of the real engine.
         *
         * @throws StubException when it is missing or malformed; the message names file, line and key
         */
        public Builder configFile(Path file) {
            try {
                config = EngineConfig.read(Objects.requireNonNull(file), System.getenv());
            } catch (ConfigException e) {
                throw new StubException(e);
            }
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException when they do not fit each other
         */
        public StubOptions build() {
            if (maxOutboxBytes < maxMessageBytes) {
                throw new IllegalArgumentException(
                        "maxOutboxBytes must be at least maxMessageBytes, or no worker could be sent a large message");
            }
            return new StubOptions(this);
        }

        static Integer checkPort(String name, int value) {
            if (value < 0 || value > MAX_PORT) {
                throw new IllegalArgumentException(name + " must be from 0 to " + MAX_PORT + ", but is " + value);
            }
            return value;
        }
    }
}
