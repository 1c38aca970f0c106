package dev.iii.stub;

import dev.iii.stub.assembly.StubSettings;
import dev.iii.stub.config.ConfigException;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.http.HttpWorker;
import dev.iii.stub.stream.StreamWorker;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of an {@link EngineStub}. Immutable; created by a {@link Builder}.
 *
 * <p>Without a config file the engine has every engine worker. With a config file it has those that the file names. Options
 * take precedence over the file.
 */
public final class StubOptions {

    /** The default maximum size of a message, in bytes: 16 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = StubSettings.DEFAULT_MAX_MESSAGE_BYTES;

    /**
     * The default maximum number of bytes that wait to be read by one worker before its connection is dropped: 128 MiB.
     * The JSON body of an HTTP request must fit, together with the other bytes that wait.
     */
    public static final long DEFAULT_MAX_OUTBOX_BYTES = StubSettings.DEFAULT_MAX_OUTBOX_BYTES;

    /** The default time that registrations wait for the announcement of their worker: 5 s. */
    public static final Duration DEFAULT_NAMESPACE_GRACE = Duration.ofSeconds(5);

    private final StubSettings settings;
    private final List<GuardOptions> guardedPorts;

    private StubOptions(StubSettings settings, List<GuardOptions> guardedPorts) {
        this.settings = settings;
        this.guardedPorts = List.copyOf(guardedPorts);
    }

    /** Returns the default options: free ports on the loopback interface, and every engine worker. */
    public static StubOptions defaults() {
        return builder().build();
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the interface to listen on; {@code null} means the one of the config file, or loopback. */
    public @Nullable String host() {
        return settings.host();
    }

    /** Returns the main worker port; {@code null} means the one of the config file, or a free one. */
    public @Nullable Integer port() {
        return settings.port();
    }

    /** Returns the port for routes of HTTP triggers; {@code null} means the one of the config file, or a free one. */
    public @Nullable Integer httpPort() {
        return settings.enginePorts().get(HttpWorker.NAME);
    }

    /** Returns the port for consumers of streams; {@code null} means the one of the config file, or a free one. */
    public @Nullable Integer streamPort() {
        return settings.enginePorts().get(StreamWorker.NAME);
    }

    /**
     * Returns how long registrations wait for the announcement of their worker; {@code null} means the time of the config
     * file, or the default.
     */
    public @Nullable Duration namespaceGrace() {
        return settings.namespaceGrace();
    }

    /** Returns the maximum size of a message, in bytes. */
    public int maxMessageBytes() {
        return settings.maxMessageBytes();
    }

    /** Returns the maximum number of bytes that wait to be read by one worker. */
    public long maxOutboxBytes() {
        return settings.maxOutboxBytes();
    }

    /** Returns the number of threads that serve connections. */
    public int eventLoops() {
        return settings.eventLoops();
    }

    /** Returns the origins whose pages may use ports on the loopback interface, in addition to those of this computer. */
    public Set<String> allowedOrigins() {
        return settings.allowedOrigins();
    }

    /** Returns the worker ports with access control that were added to those of the config file. */
    public List<GuardOptions> guardedPorts() {
        return guardedPorts;
    }

    StubSettings settings() {
        return settings;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private final StubSettings.Builder settings = StubSettings.builder();
        private final List<GuardOptions> guardedPorts = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the interface to listen on, by name or address; {@code 0.0.0.0} stands for all. Default: loopback.
         *
         * @throws IllegalArgumentException if the host is blank
         */
        public Builder host(String newHost) {
            settings.host(newHost);
            return this;
        }

        /** Sets the interface to listen on. Default: loopback. */
        public Builder host(InetAddress newHost) {
            return host(newHost.getHostAddress());
        }

        /** Sets the main worker port; 0 stands for a free one. Default: a free one. */
        public Builder port(int newPort) {
            settings.port(newPort);
            return this;
        }

        /** Sets the port for routes of HTTP triggers; 0 stands for a free one. Default: a free one. */
        public Builder httpPort(int newPort) {
            settings.enginePort(HttpWorker.NAME, "httpPort", newPort);
            return this;
        }

        /** Sets the port for consumers of streams; 0 stands for a free one. Default: a free one. */
        public Builder streamPort(int newPort) {
            settings.enginePort(StreamWorker.NAME, "streamPort", newPort);
            return this;
        }

        /**
         * Sets how long registrations wait for the announcement of their worker before they count in the default namespace.
         * Default: {@link #DEFAULT_NAMESPACE_GRACE}.
         *
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder namespaceGrace(Duration newGrace) {
            settings.namespaceGrace(newGrace);
            return this;
        }

        /** Sets the maximum size of a message, in bytes. Default: {@link #DEFAULT_MAX_MESSAGE_BYTES}. */
        public Builder maxMessageBytes(int bytes) {
            settings.maxMessageBytes(bytes);
            return this;
        }

        /**
         * Sets the maximum number of bytes that wait to be read by one worker before its connection is dropped. Default:
         * {@link #DEFAULT_MAX_OUTBOX_BYTES}.
         */
        public Builder maxOutboxBytes(long bytes) {
            settings.maxOutboxBytes(bytes);
            return this;
        }

        /** Sets the number of threads that serve connections. Default: one for two processors, at most four. */
        public Builder eventLoops(int threads) {
            settings.eventLoops(threads);
            return this;
        }

        /**
         * Sets an environment variable, in place of one of the process with the same name. HTTP-invoked functions name the
         * variables that contain their secrets (engine behaviour, section 15). The value is never logged.
         */
        public Builder variable(String name, String value) {
            settings.variable(name, value);
            return this;
        }

        /**
         * Allows web pages of other origins to use the ports of this engine on the loopback interface: to connect as workers
         * and consumers, and to call routes of HTTP triggers. Default: only pages of this computer are allowed, and others
         * get status 403, because otherwise any page in the browser of a developer could use the engine. The host of an
         * allowed origin is also allowed as the host of a request, which must otherwise be an address or a name of this
         * computer.
         *
         * @param origins origins such as {@code https://example.com}; {@code *} stands for all
         * @throws IllegalArgumentException if one of them is neither {@code *} nor an origin
         */
        public Builder allowOrigins(String... origins) {
            for (String origin : origins) {
                settings.allowOrigin(origin);
            }
            return this;
        }

        /**
         * Adds a worker port with access control (engine behaviour, section 19). Can be called several times. The added
         * ports are the last ones in {@link EngineStub#workerUrls()}.
         */
        public Builder guardedPort(GuardOptions guarded) {
            guardedPorts.add(Objects.requireNonNull(guarded));
            settings.guardedPort(guarded.port(), guarded.rules());
            return this;
        }

        /**
         * Reads a config file of the real engine.
         *
         * @throws StubException if the file is missing or malformed; the message names file, line and key
         */
        public Builder configFile(Path file) {
            try {
                settings.config(EngineConfig.read(Objects.requireNonNull(file), System.getenv()));
            } catch (ConfigException e) {
                throw new StubException(e);
            }
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalArgumentException if the limits contradict each other
         */
        public StubOptions build() {
            return new StubOptions(settings.build(), guardedPorts);
        }
    }
}
