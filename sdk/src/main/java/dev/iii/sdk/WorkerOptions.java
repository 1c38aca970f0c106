package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.RefusalRetry;
import dev.iii.sdk.telemetry.PayloadCapture;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is. Immutable; {@link #named} will do for most, {@link #builder} has the rest.
 *
 * <p>What is not set comes from the environment where there is a variable for it: {@code III_WORKER_NAME}, {@code
 * III_NAMESPACE}, {@code III_ISOLATION}. A variable that is blank counts as not set.
 */
public final class WorkerOptions {

    /** How long a call waits for its answer. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(30);

    /** How long making a connection may take. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How long {@link Worker#close} waits for what runs. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);

    private final Builder values;

    private WorkerOptions(Builder values) {
        this.values = values;
    }

    /** Everything at its default, under this name. */
    public static WorkerOptions named(String name) {
        return builder().name(name).build();
    }

    /** Everything at its default, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        return values.copy();
    }

    /** The name; when empty {@code III_WORKER_NAME}, then {@code hostname:pid}. */
    public Optional<String> name() {
        return Optional.ofNullable(values.name);
    }

    /** The namespace; when empty {@code III_NAMESPACE}, then the engine's {@code default}. */
    public Optional<String> namespace() {
        return Optional.ofNullable(values.namespace);
    }

    /** A text for people, shown by discovery. */
    public Optional<String> description() {
        return Optional.ofNullable(values.description);
    }

    /** The kind of isolation that the worker runs in; when empty {@code III_ISOLATION}. */
    public Optional<String> isolation() {
        return Optional.ofNullable(values.isolation);
    }

    /** What the worker is part of. */
    public WorkerProject project() {
        return values.project;
    }

    /** Headers of the connection, for example for authentication. Secrets: never logged. */
    public Map<String, String> headers() {
        return values.headers;
    }

    /** How long a call waits for its answer, when the call does not say. */
    public Duration callTimeout() {
        return values.callTimeout;
    }

    /** How long making a connection may take, upgrade included. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** How long {@link Worker#close} waits for what runs. */
    public Duration drainTimeout() {
        return values.drainTimeout;
    }

    /** How a lost connection is made again. */
    public Reconnect reconnect() {
        return values.reconnect;
    }

    /** How a dead connection is noticed. */
    public Heartbeat heartbeat() {
        return values.heartbeat;
    }

    /** How much may wait, run and be sent at once. */
    public WorkerLimits limits() {
        return values.limits;
    }

    /** Where handlers run; when empty, on threads of the worker. */
    public Optional<Executor> handlerExecutor() {
        return Optional.ofNullable(values.handlerExecutor);
    }

    /** What turns Java values into JSON and back. */
    public JsonCodec codec() {
        return values.codec;
    }

    /** For {@code wss}; when empty, the certificates that the system trusts. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(values.sslContext);
    }

    /** Whether the worker waits for functions that belong to another worker, and takes them over. */
    public boolean standby() {
        return values.standby;
    }

    /** Whether the worker ends in order when the process is asked to end. */
    public boolean closeOnSigterm() {
        return values.closeOnSigterm;
    }

    /** How triggers that were refused are offered again. */
    public RefusalRetry refusalRetry() {
        return values.refusalRetry;
    }

    /** How often it is looked whether subscriptions have fallen silent; empty for never. */
    public Optional<Duration> watchSubscriptions() {
        return Optional.ofNullable(values.watchSubscriptions);
    }

    /** Whether functions tell the engine the schemas of their types. */
    public boolean inferSchemas() {
        return values.inferSchemas;
    }

    /** Who takes the spans of the worker's functions; when empty there are none. */
    public Optional<OpenTelemetry> telemetry() {
        return Optional.ofNullable(values.telemetry);
    }

    /** What spans hold of payloads; when it was not set, what the environment asks for. */
    public PayloadCapture payloadCapture() {
        return values.payloadCapture == null ? PayloadCapture.fromEnvironment(System::getenv) : values.payloadCapture;
    }

    /** Leaves the headers out. */
    @Override
    public String toString() {
        return "WorkerOptions[name=" + values.name + ", namespace=" + values.namespace + "]";
    }

    /** Collects options; every value is checked where it is given. Not thread-safe. */
    public static final class Builder implements Cloneable {

        private @Nullable String name;
        private @Nullable String namespace;
        private @Nullable String description;
        private @Nullable String isolation;
        private WorkerProject project = WorkerProject.DEFAULT;
        private Map<String, String> headers = Map.of();
        private Duration callTimeout = DEFAULT_CALL_TIMEOUT;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
        private Reconnect reconnect = Reconnect.DEFAULT;
        private Heartbeat heartbeat = Heartbeat.DEFAULT;
        private WorkerLimits limits = WorkerLimits.DEFAULT;
        private @Nullable Executor handlerExecutor;
        private JsonCodec codec = JacksonCodec.INSTANCE;
        private boolean inferSchemas = true;
        private boolean standby;
        private boolean closeOnSigterm;
        private RefusalRetry refusalRetry = RefusalRetry.DEFAULT;
        private @Nullable Duration watchSubscriptions;
        private @Nullable SSLContext sslContext;
        private @Nullable OpenTelemetry telemetry;
        private @Nullable PayloadCapture payloadCapture;

        private Builder() {}

        /** All values are immutable. */
        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /** The name of the worker; one live worker of a name in a namespace. */
        public Builder name(String value) {
            name = Arguments.notBlank(value, "worker name");
            return this;
        }

        /** Where the functions of the worker live, and where its calls go that name no namespace. */
        public Builder namespace(String value) {
            namespace = Arguments.notBlank(value, "namespace");
            return this;
        }

        /** A text for people. */
        public Builder description(String value) {
            description = Arguments.notBlank(value, "description");
            return this;
        }

        /** The kind of isolation that the worker runs in. */
        public Builder isolation(String value) {
            isolation = Arguments.notBlank(value, "isolation");
            return this;
        }

        /** What the worker is part of, told to the engine. */
        public Builder project(WorkerProject value) {
            project = Arguments.notNull(value, "project");
            return this;
        }

        /** A header of the connection. */
        public Builder header(String headerName, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(Arguments.notBlank(headerName, "header name"), Arguments.notNull(value, "header value"));
            headers = Map.copyOf(more);
            return this;
        }

        /** How long a call waits for its answer when it does not say. */
        public Builder callTimeout(Duration value) {
            callTimeout = Arguments.positive(value, "callTimeout");
            return this;
        }

        /** How long one try to connect may take, the upgrade included. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Arguments.positive(value, "connectTimeout");
            return this;
        }

        /** How long {@link Worker#close} waits for what runs; what ignores its interrupt then is left after 5 s more. */
        public Builder drainTimeout(Duration value) {
            drainTimeout = Arguments.positive(value, "drainTimeout");
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

        /** What the worker holds at most. */
        public Builder limits(WorkerLimits value) {
            limits = Arguments.notNull(value, "limits");
            return this;
        }

        /**
         * Runs the handlers of functions on threads of one's own, for frameworks that keep a context on theirs; on threads
         * of the worker when it is not set. The executor must run what it takes, on another thread than the one that brings
         * it; a task that it refuses, or runs at once, is answered with {@code overloaded}. It has {@code
         * concurrentInvocations} and {@code inbox} of {@link #limits} together at most. It is not shut down by the worker,
         * which interrupts its threads as it does its own: at a timeout and at the end of a drain.
         */
        public Builder handlerExecutor(Executor value) {
            handlerExecutor = Arguments.notNull(value, "handlerExecutor");
            return this;
        }

        /** How Java values become JSON and back. */
        public Builder codec(JsonCodec value) {
            codec = Arguments.notNull(value, "codec");
            return this;
        }

        /**
         * Whether JSON Schemas of functions are inferred from their types, so that discovery shows them; true when not
         * set. It happens shortly after the registration, which does not wait for it.
         */
        public Builder inferSchemas(boolean value) {
            inferSchemas = value;
            return this;
        }

        /**
         * Whether functions that another worker has are waited for instead of refused: this worker stands by and takes
         * each over, with the triggers that it has for it, within half a second after its owner has left. Both workers
         * need names of their own. At a take-over the old owner may still be running a call. False when not set.
         */
        public Builder standby(boolean value) {
            standby = value;
            return this;
        }

        /** How triggers that were refused are offered again; {@link RefusalRetry#DEFAULT} when not set. */
        public Builder refusalRetry(RefusalRetry value) {
            refusalRetry = Arguments.notNull(value, "refusalRetry");
            return this;
        }

        /**
         * Notices when {@code subscribe} triggers of the worker have fallen silent, and registers them again under their own
         * ids; {@link WorkerListener#onSilentSubscriptions} tells of it. Not done when not set. Two faults of the 0.23 engine
         * make it worth while (engine behaviour, section 22):
         *
         * <ul>
         *   <li>Local adapter: all subscriptions of a topic fall silent when one of them ends. The engine is asked for its list
         *       at each interval, and subscriptions are registered again, which the engine takes without a word: they are
         *       silent for one interval at most. One that came and went in between is not noticed, though made up for.
         *   <li>Redis adapter: all subscriptions are dead after a restart of Redis. The worker publishes to itself at each
         *       interval; when nothing comes, it tries with a connection of its own until Redis is back, then takes all
         *       subscriptions back and registers them anew: after two intervals and three seconds at least, and the ten seconds that the engine may
         *       need to see that Redis is back.
         * </ul>
         *
         * <p>It costs one internal function and one subscription, and for each interval one list, one message, and one small
         * frame per subscription. What was published while a subscription was silent is lost to it.
         *
         * @param interval a second or a few
         */
        public Builder watchSubscriptions(Duration interval) {
            watchSubscriptions = Arguments.positive(interval, "watchSubscriptions");
            return this;
        }

        /**
         * Whether the worker is closed in order, within {@link #drainTimeout}, when the process is asked to end: by
         * SIGTERM, by Ctrl-C, or by {@link System#exit}. The process waits for it. False when not set.
         */
        public Builder closeOnSigterm(boolean value) {
            closeOnSigterm = value;
            return this;
        }

        /**
         * The certificates to trust and to show, for engines at {@code wss://}. The certificate of the engine must be
         * valid for the host of its address; there is no way to switch that off.
         */
        public Builder sslContext(SSLContext value) {
            sslContext = Arguments.notNull(value, "sslContext");
            return this;
        }

        /**
         * Who takes spans and log lines of the worker: each invocation is a span {@code execute FUNCTION}, child of the
         * caller's, with the baggage of the call as attributes, and {@link Worker#logger} writes to it. Without it there are
         * no spans, but trace context and baggage still go from an invocation into the calls that its handler makes.
         */
        public Builder telemetry(OpenTelemetry value) {
            telemetry = Arguments.notNull(value, "telemetry");
            return this;
        }

        /**
         * What spans hold of payloads and answers. When it is not set, the environment decides, see {@link
         * PayloadCapture#fromEnvironment}.
         */
        public Builder payloadCapture(PayloadCapture value) {
            payloadCapture = Arguments.notNull(value, "payloadCapture");
            return this;
        }

        /** The options. */
        public WorkerOptions build() {
            return new WorkerOptions(copy());
        }
    }
}
