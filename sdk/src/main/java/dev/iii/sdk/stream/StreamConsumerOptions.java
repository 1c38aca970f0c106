package dev.iii.sdk.stream;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The options of a stream consumer. Immutable. */
public final class StreamConsumerOptions {

    private final Builder values;

    private StreamConsumerOptions(Builder values) {
        this.values = values;
    }

    /** Creates a builder with defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Creates a builder with the values of these options. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Returns the headers of the connection. Their values may be secrets and are never logged. */
    public Map<String, String> headers() {
        return values.headers;
    }

    /** Returns the TLS settings for {@code wss} addresses; empty if the certificates that the JVM trusts are used. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(values.sslContext);
    }

    /** Returns the name of the consumer in the names of its threads, {@code iii-NAME-handler-N}. */
    public String name() {
        return values.name;
    }

    /** Returns the maximum time for one attempt to connect, including the WebSocket upgrade. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** Returns the settings for reconnecting. */
    public Reconnect reconnect() {
        return values.reconnect;
    }

    /** Returns the settings for detecting a dead connection. */
    public Heartbeat heartbeat() {
        return values.heartbeat;
    }

    /** Returns the maximum time that the consumer waits for a response to a join before it joins again. */
    public Duration joinTimeout() {
        return values.joinTimeout;
    }

    /** Returns the codec that reads the items; empty if the default of the consumer is used. */
    public Optional<JsonCodec> codec() {
        return Optional.ofNullable(values.codec);
    }

    /** Returns the maximum number of bytes of a message from the engine. */
    public int maxMessageBytes() {
        return values.maxMessageBytes;
    }

    /** Returns the number of bytes of undelivered events at which the consumer stops reading from a socket. */
    public int maxBufferedBytes() {
        return values.maxBufferedBytes;
    }

    /** Returns the name; headers are omitted, because their values may be secrets. */
    @Override
    public String toString() {
        return "StreamConsumerOptions[name=" + values.name + "]";
    }

    /**
     * A builder of consumer options. Each setter checks its value and throws {@link IllegalArgumentException} if the value
     * is {@code null}, blank, or not positive where a duration or a size is expected. Not thread-safe.
     */
    public static final class Builder {

        private Map<String, String> headers = Map.of();
        private @Nullable SSLContext sslContext;
        private String name = "stream-consumer";
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Reconnect reconnect = Reconnect.DEFAULT;
        private Heartbeat heartbeat = Heartbeat.DEFAULT;
        private Duration joinTimeout = Duration.ofSeconds(30);
        private @Nullable JsonCodec codec;
        private int maxMessageBytes = 64 << 20;
        private int maxBufferedBytes = 4 << 20;

        private Builder() {}

        private Builder(Builder other) {
            headers = other.headers;
            sslContext = other.sslContext;
            name = other.name;
            connectTimeout = other.connectTimeout;
            reconnect = other.reconnect;
            heartbeat = other.heartbeat;
            joinTimeout = other.joinTimeout;
            codec = other.codec;
            maxMessageBytes = other.maxMessageBytes;
            maxBufferedBytes = other.maxBufferedBytes;
        }

        /**
         * Adds a header to the request that opens a connection, for the auth function of the stream port. Its value may be
         * a secret and is never logged. Default: no headers.
         */
        public Builder header(String headerName, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(Arguments.notBlank(headerName, "header name"), Arguments.notNull(value, "header value"));
            headers = Map.copyOf(more);
            return this;
        }

        /**
         * Sets the certificates to trust and to present, for {@code wss} addresses. Default: the certificates that the JVM
         * trusts.
         */
        public Builder sslContext(SSLContext value) {
            sslContext = Arguments.notNull(value, "sslContext");
            return this;
        }

        /**
         * Sets the name of the consumer in the names of its threads, {@code iii-NAME-handler-N}. Default: {@code
         * stream-consumer}.
         */
        public Builder name(String value) {
            name = Arguments.notBlank(value, "name");
            return this;
        }

        /** Sets the maximum time for one attempt to connect, including the WebSocket upgrade. Default: 10 s. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Arguments.positive(value, "connectTimeout");
            return this;
        }

        /** Sets the delays between attempts to connect. Default: {@link Reconnect#DEFAULT}. */
        public Builder reconnect(Reconnect value) {
            reconnect = Arguments.notNull(value, "reconnect");
            return this;
        }

        /** Sets the times for detecting a dead connection. Default: {@link Heartbeat#DEFAULT}. */
        public Builder heartbeat(Heartbeat value) {
            heartbeat = Arguments.notNull(value, "heartbeat");
            return this;
        }

        /**
         * Sets the maximum time that the consumer waits for a response to a join before it joins again. The engine does not
         * respond if it cannot list the items, for example because the worker of a custom stream is disconnected. Default:
         * 30 s.
         */
        public Builder joinTimeout(Duration value) {
            joinTimeout = Arguments.positive(value, "joinTimeout");
            return this;
        }

        /**
         * Sets the codec that reads the items. Default: the codec of the worker for a consumer of {@link StreamClient},
         * otherwise {@link JsonCodec#standard}.
         */
        public Builder codec(JsonCodec value) {
            codec = Arguments.notNull(value, "codec");
            return this;
        }

        /**
         * Sets the maximum number of bytes of a message from the engine; a larger one ends the connection. All items of a
         * group arrive in one message. Default: 64 MiB.
         */
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = Arguments.atLeast(1, value, "maxMessageBytes");
            return this;
        }

        /**
         * Sets the number of bytes of undelivered events at which the consumer stops reading from a socket. It continues
         * when half of them are delivered. Default: 4 MiB.
         */
        public Builder maxBufferedBytes(int value) {
            maxBufferedBytes = Arguments.atLeast(1, value, "maxBufferedBytes");
            return this;
        }

        /** Creates the options. */
        public StreamConsumerOptions build() {
            return new StreamConsumerOptions(new Builder(this));
        }
    }
}
