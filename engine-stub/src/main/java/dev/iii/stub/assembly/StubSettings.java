package dev.iii.stub.assembly;

import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.net.AllowedOrigins;
import dev.iii.stub.rbac.GuardRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one engine. Immutable; created by a {@link Builder}. A setting that is {@code null} is taken from the
 * config file, or is its default if that does not contain it either.
 *
 * @param host the interface to listen on
 * @param port the main worker port
 * @param enginePorts the ports of engine workers that have a separate port, by the names of the workers
 * @param standardPorts {@code true} if ports that are not set are those of the real engine; otherwise they are free ones
 * @param namespaceGrace how long registrations wait for an announcement
 * @param maxMessageBytes the maximum size of a message
 * @param maxOutboxBytes the maximum number of bytes that wait to be read by one worker
 * @param eventLoops the number of threads that serve connections
 * @param environment the environment variables, which may contain secrets
 * @param allowedOrigins the pages of other computers that may use ports of the loopback interface
 * @param guardedPorts more worker ports, with access control
 * @param config the config file, {@code null} if there is none
 */
public record StubSettings(
        @Nullable String host,
        @Nullable Integer port,
        Map<String, Integer> enginePorts,
        boolean standardPorts,
        @Nullable Duration namespaceGrace,
        int maxMessageBytes,
        long maxOutboxBytes,
        int eventLoops,
        Map<String, String> environment,
        Set<String> allowedOrigins,
        List<GuardedPort> guardedPorts,
        @Nullable EngineConfig config) {

    /** 16 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;

    /** 128 MiB. */
    public static final long DEFAULT_MAX_OUTBOX_BYTES = 128L << 20;

    private static final int MAX_PORT = 65535;

    /** A worker port with access control. */
    public record GuardedPort(int port, GuardRules rules) {}

    /** Omits the environment, which may contain secrets. */
    @Override
    public String toString() {
        return "StubSettings[host=" + host + ", port=" + port + "]";
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Checks a port.
     *
     * @throws IllegalArgumentException if it is not from 0 to 65535
     */
    public static int checkPort(String name, int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new IllegalArgumentException(name + " must be from 0 to " + MAX_PORT + ", but is " + value);
        }
        return value;
    }

    /** Collects settings and checks each of them. Not thread-safe. */
    public static final class Builder {

        private @Nullable String host;
        private @Nullable Integer port;
        private final Map<String, Integer> enginePorts = new HashMap<>();
        private boolean standardPorts;
        private @Nullable Duration namespaceGrace;
        private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
        private long maxOutboxBytes = DEFAULT_MAX_OUTBOX_BYTES;
        private int eventLoops = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        private final Map<String, String> variables = new HashMap<>();
        private final Set<String> allowedOrigins = new HashSet<>();
        private final List<GuardedPort> guardedPorts = new ArrayList<>();
        private @Nullable EngineConfig config;

        private Builder() {}

        /** Sets the interface to listen on. */
        public Builder host(String newHost) {
            if (newHost.isBlank()) {
                throw new IllegalArgumentException("host is blank; set the name or the address of an interface");
            }
            host = newHost;
            return this;
        }

        /** Sets the main worker port; 0 stands for a free one. */
        public Builder port(int newPort) {
            port = checkPort("port", newPort);
            return this;
        }

        /**
         * Sets the port of an engine worker that has a separate port; 0 stands for a free one.
         *
         * @param setting the name of the setting, for the message
         * @throws IllegalArgumentException if the port is not from 0 to 65535
         */
        public Builder enginePort(String engineWorker, String setting, int newPort) {
            enginePorts.put(engineWorker, checkPort(setting, newPort));
            return this;
        }

        /** Uses the ports of the real engine for all ports that are not set. With a config file, this is always so. */
        public Builder standardPorts() {
            standardPorts = true;
            return this;
        }

        /** Sets how long registrations wait for an announcement. */
        public Builder namespaceGrace(Duration newGrace) {
            if (newGrace.isNegative()) {
                throw new IllegalArgumentException("namespaceGrace is " + newGrace + "; it must not be negative");
            }
            namespaceGrace = newGrace;
            return this;
        }

        /** Sets the maximum size of a message in bytes. */
        public Builder maxMessageBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxMessageBytes is " + bytes + "; it must be at least 1");
            }
            maxMessageBytes = bytes;
            return this;
        }

        /** Sets the maximum number of bytes that wait to be read by one worker. */
        public Builder maxOutboxBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxOutboxBytes is " + bytes + "; it must be at least 1");
            }
            maxOutboxBytes = bytes;
            return this;
        }

        /** Sets the number of threads that serve connections. */
        public Builder eventLoops(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("eventLoops is " + threads + "; it must be at least 1");
            }
            eventLoops = threads;
            return this;
        }

        /** Sets an environment variable, in place of one of the process with the same name. */
        public Builder variable(String name, String value) {
            variables.put(Objects.requireNonNull(name), Objects.requireNonNull(value));
            return this;
        }

        /**
         * Allows pages of an origin to use ports of the loopback interface.
         *
         * @throws IllegalArgumentException if it is neither {@code *} nor an origin
         */
        public Builder allowOrigin(String origin) {
            allowedOrigins.add(AllowedOrigins.check(origin));
            return this;
        }

        /** Adds a worker port with access control. */
        public Builder guardedPort(int guardedPort, GuardRules rules) {
            guardedPorts.add(new GuardedPort(guardedPort, rules));
            return this;
        }

        /** Sets the config file. */
        public Builder config(EngineConfig newConfig) {
            config = newConfig;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if the limits contradict each other
         */
        public StubSettings build() {
            if (maxOutboxBytes < maxMessageBytes) {
                throw new IllegalArgumentException(
                        "maxOutboxBytes is " + maxOutboxBytes + "; it must be at least maxMessageBytes, "
                                + maxMessageBytes + ", so that a message of that size can be sent");
            }
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.putAll(variables);
            return new StubSettings(
                    host,
                    port,
                    Map.copyOf(enginePorts),
                    standardPorts || config != null,
                    namespaceGrace,
                    maxMessageBytes,
                    maxOutboxBytes,
                    eventLoops,
                    Map.copyOf(environment),
                    Set.copyOf(allowedOrigins),
                    List.copyOf(guardedPorts),
                    config);
        }
    }
}
