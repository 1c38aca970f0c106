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

/** How a consumer of streams is. Immutable. */
public final class StreamConsumerOptions {

    private final Builder values;

    private StreamConsumerOptions(Builder values) {
        this.values = values;
    }

    /** Everything at its default, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Headers of the connection, for the auth function of the stream port. Secrets: never logged. */
    public Map<String, String> headers() {
        return values.headers;
    }

    /** For {@code wss}; when empty, the certificates that the system trusts. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(values.sslContext);
    }

    /** What the names of its threads have after {@code iii-}. */
    public String name() {
        return values.name;
    }

    /** How long one try to connect may take, the upgrade included. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** Between tries to connect. */
    public Reconnect reconnect() {
        return values.reconnect;
    }

    /** Signs of life. */
    public Heartbeat heartbeat() {
        return values.heartbeat;
    }

    /** How long an answer to a join may stay away before it is joined anew. 30 s when not set. */
    public Duration joinTimeout() {
        return values.joinTimeout;
    }

    /** What makes Java values of items; when empty, the default one. */
    public Optional<JsonCodec> codec() {
        return Optional.ofNullable(values.codec);
    }

    /** The largest message that is taken; all items of a group come as one. 64 MiB when not set. */
    public int maxMessageBytes() {
        return values.maxMessageBytes;
    }

    /** How much may have come and not been told yet before the consumer stops reading. 4 MiB when not set. */
    public int maxBufferedBytes() {
        return values.maxBufferedBytes;
    }

    /** Leaves the headers out. */
    @Override
    public String toString() {
        return "StreamConsumerOptions[name=" + values.name + "]";
    }

    /** Collects options; every value is checked where it is given. Not thread-safe. */
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

        /** A header of the connection. */
        public Builder header(String headerName, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(Arguments.notBlank(headerName, "header name"), Arguments.notNull(value, "header value"));
            headers = Map.copyOf(more);
            return this;
        }

        /** The certificates to trust and to show, for addresses with {@code wss}. */
        public Builder sslContext(SSLContext value) {
            sslContext = Arguments.notNull(value, "sslContext");
            return this;
        }

        /** What the names of its threads have after {@code iii-}. */
        public Builder name(String value) {
            name = Arguments.notBlank(value, "name");
            return this;
        }

        /** How long one try to connect may take, the upgrade included. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Arguments.positive(value, "connectTimeout");
            return this;
        }

        /** Between tries to connect. */
        public Builder reconnect(Reconnect value) {
            reconnect = Arguments.notNull(value, "reconnect");
            return this;
        }

        /** Signs of life. */
        public Builder heartbeat(Heartbeat value) {
            heartbeat = Arguments.notNull(value, "heartbeat");
            return this;
        }

        /**
         * How long an answer to a join may stay away before it is joined anew. The engine gives none when it cannot list the
         * items: a custom stream whose worker is away, for example.
         */
        public Builder joinTimeout(Duration value) {
            joinTimeout = Arguments.positive(value, "joinTimeout");
            return this;
        }

        /** What makes Java values of items. {@link StreamClient#consumer} takes that of the worker. */
        public Builder codec(JsonCodec value) {
            codec = Arguments.notNull(value, "codec");
            return this;
        }

        /** The largest message that is taken; all items of a group come as one. 64 MiB when not set. */
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = Arguments.atLeast(1, value, "maxMessageBytes");
            return this;
        }

        /** How much may have come and not been told yet before the consumer stops reading. 4 MiB when not set. */
        public Builder maxBufferedBytes(int value) {
            maxBufferedBytes = Arguments.atLeast(1, value, "maxBufferedBytes");
            return this;
        }

        /** The options. */
        public StreamConsumerOptions build() {
            return new StreamConsumerOptions(new Builder(this));
        }
    }
}
