package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.policy.Heartbeat;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.sdk.policy.TriggerRetry;
import dev.iii.sdk.telemetry.PayloadCapture;
import dev.iii.sdk.validation.InputValidator;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The options of a worker. Immutable. {@link #named} creates options with defaults, {@link #builder} sets others.
 *
 * <p>The environment variable {@code III_WORKER_NAME} replaces the name, so that a supervisor such as {@code iii compose} can
 * name the workers that it starts. Two options that are not set are read from environment variables: the namespace from
 * {@code III_NAMESPACE} and the isolation from {@code III_ISOLATION}. A blank variable counts as not set.
 */
public final class WorkerOptions {

    /** Default time that a call waits for its result: 30 s. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(30);

    /** Default time for one attempt to connect: 10 s. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Default time that {@link Worker#close} waits for running handlers: 10 s. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);

    private final Builder values;

    private WorkerOptions(Builder values) {
        this.values = values;
    }

    /**
     * Creates options with a worker name and otherwise with defaults. The environment variable {@code III_WORKER_NAME}
     * replaces the name, see {@link Builder#name}.
     *
     * @throws IllegalArgumentException if the name is {@code null} or blank
     */
    public static WorkerOptions named(String name) {
        return builder().name(name).build();
    }

    /** Creates a builder with defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Creates a builder with the values of these options. */
    public Builder toBuilder() {
        return values.copy();
    }

    /**
     * Returns the worker name that is used if {@code III_WORKER_NAME} is not set, or always if {@link #fixedName} is {@code
     * true}; empty for {@code hostname:pid}.
     */
    public Optional<String> name() {
        return Optional.ofNullable(values.name);
    }

    /** Returns {@code true} if {@code III_WORKER_NAME} does not replace the name. */
    public boolean fixedName() {
        return values.fixedName;
    }

    /** Returns the namespace; empty if {@code III_NAMESPACE} or, without it, {@code default} is used. */
    public Optional<String> namespace() {
        return Optional.ofNullable(values.namespace);
    }

    /** Returns the description for humans. */
    public Optional<String> description() {
        return Optional.ofNullable(values.description);
    }

    /** Returns the kind of isolation in which the worker runs; empty if {@code III_ISOLATION} is used. */
    public Optional<String> isolation() {
        return Optional.ofNullable(values.isolation);
    }

    /** Returns the project that the worker belongs to. */
    public WorkerProject project() {
        return values.project;
    }

    /** Returns the headers of the connection. Their values may be secrets and are never logged. */
    public Map<String, String> headers() {
        return values.headers;
    }

    /** Returns the time that a call without its own timeout waits for its result. */
    public Duration callTimeout() {
        return values.callTimeout;
    }

    /** Returns the maximum time for one attempt to connect, including the WebSocket upgrade. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** Returns the maximum time that {@link Worker#close} waits for running handlers and calls. */
    public Duration drainTimeout() {
        return values.drainTimeout;
    }

    /** Returns the settings for reconnecting. */
    public Reconnect reconnect() {
        return values.reconnect;
    }

    /** Returns the settings for detecting a dead connection. */
    public Heartbeat heartbeat() {
        return values.heartbeat;
    }

    /** Returns the limits of concurrency, queues and message sizes. */
    public WorkerLimits limits() {
        return values.limits;
    }

    /** Returns the executor that runs the handlers; empty if handler threads of the worker run them. */
    public Optional<Executor> handlerExecutor() {
        return Optional.ofNullable(values.handlerExecutor);
    }

    /** Returns the codec that writes Java values as JSON and reads them. */
    public JsonCodec codec() {
        return values.codec;
    }

    /** Returns the TLS settings for {@code wss} addresses; empty if the certificates that the JVM trusts are used. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(values.sslContext);
    }

    /** Returns {@code true} if the worker waits for functions of other workers and takes them over. */
    public boolean standby() {
        return values.standby;
    }

    /** Returns whether the results of quick handlers are sent again; see {@link Builder#repeatQuickResults}. */
    public boolean repeatQuickResults() {
        return values.repeatQuickResults;
    }

    /** Returns {@code true} if the worker connects immediately after its creation. */
    public boolean autoConnect() {
        return values.autoConnect;
    }

    /** Returns {@code true} if the worker shuts down gracefully when the process is terminated. */
    public boolean closeOnExit() {
        return values.closeOnExit;
    }

    /** Returns the settings for registering refused triggers again. */
    public TriggerRetry triggerRetry() {
        return values.triggerRetry;
    }

    /** Returns the time between two checks of the subscriptions; empty if they are not checked. */
    public Optional<Duration> watchSubscriptions() {
        return Optional.ofNullable(values.watchSubscriptions);
    }

    /** Returns the interceptors of the functions, the outermost first. */
    public List<FunctionInterceptor> functionInterceptors() {
        return values.functionInterceptors;
    }

    /** Returns the interceptors of the calls, the outermost first. */
    public List<CallInterceptor> callInterceptors() {
        return values.callInterceptors;
    }

    /** Returns the validator of the inputs of functions. */
    public InputValidator inputValidator() {
        return values.inputValidator;
    }

    /** Returns {@code true} if JSON Schemas of functions are inferred from their types. */
    public boolean inferSchemas() {
        return values.inferSchemas;
    }

    /** Returns {@code true} if callers receive the messages of unexpected exceptions. */
    public boolean showErrorMessages() {
        return values.showErrorMessages;
    }

    /** Returns the OpenTelemetry instance that receives spans and log lines; empty for none. */
    public Optional<OpenTelemetry> telemetry() {
        return Optional.ofNullable(values.telemetry);
    }

    /** Returns the setting for payloads in spans; that of the environment variables if it was not set. */
    public PayloadCapture payloadCapture() {
        return values.payloadCapture == null ? PayloadCapture.fromEnvironment(System::getenv) : values.payloadCapture;
    }

    /** Returns the name and the namespace; headers are omitted, because their values may be secrets. */
    @Override
    public String toString() {
        return "WorkerOptions[name=" + values.name + ", namespace=" + values.namespace + "]";
    }

    /**
     * A builder of worker options. Each setter checks its value and throws {@link IllegalArgumentException} if the value is
     * {@code null}, blank, or not positive where a duration is expected. Not thread-safe.
     */
    public static final class Builder implements Cloneable {

        private @Nullable String name;
        private boolean fixedName;
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
        private JsonCodec codec = JsonCodec.standard();
        private InputValidator inputValidator = InputValidator.standard();
        private boolean inferSchemas = true;
        private boolean showErrorMessages;
        private boolean standby;
        private boolean repeatQuickResults = true;
        private boolean autoConnect = true;
        private boolean closeOnExit;
        private TriggerRetry triggerRetry = TriggerRetry.DEFAULT;
        private @Nullable Duration watchSubscriptions;
        private List<FunctionInterceptor> functionInterceptors = List.of();
        private List<CallInterceptor> callInterceptors = List.of();
        private @Nullable SSLContext sslContext;
        private @Nullable OpenTelemetry telemetry;
        private @Nullable PayloadCapture payloadCapture;

        private Builder() {}

        /** A shallow copy is sufficient, because all values are immutable. */
        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /**
         * Sets the name of the worker. The environment variable {@code III_WORKER_NAME} replaces it: a supervisor such as
         * {@code iii compose} waits for the worker under that name. The engine permanently refuses a second connected worker
         * with the same name in a namespace. Default: {@code hostname:pid}.
         */
        public Builder name(String value) {
            name = Arguments.notBlank(value, "worker name");
            fixedName = false;
            return this;
        }

        /**
         * Sets the name of the worker, which {@code III_WORKER_NAME} does not replace. Use it for all workers of a process but
         * the first: the variable would give all of them the same name. Otherwise like {@link #name}.
         */
        public Builder fixedName(String value) {
            name(value);
            fixedName = true;
            return this;
        }

        /**
         * Sets the namespace in which the functions of the worker are registered, and in which the engine looks for the
         * functions of calls without a namespace. Default: {@code III_NAMESPACE}, otherwise {@code default}.
         */
        public Builder namespace(String value) {
            namespace = Arguments.notBlank(value, "namespace");
            return this;
        }

        /** Sets a description for humans, which discovery shows. Default: none. */
        public Builder description(String value) {
            description = Arguments.notBlank(value, "description");
            return this;
        }

        /**
         * Sets the kind of isolation in which the worker runs; discovery shows it. Default: {@code III_ISOLATION},
         * otherwise none.
         */
        public Builder isolation(String value) {
            isolation = Arguments.notBlank(value, "isolation");
            return this;
        }

        /** Sets the project that the worker announces to the engine. Default: {@link WorkerProject#DEFAULT}. */
        public Builder project(WorkerProject value) {
            project = Arguments.notNull(value, "project");
            return this;
        }

        /**
         * Adds a header to the requests that open the connection and the channels, for example for authentication. Its
         * value may be a secret and is never logged. Default: no headers.
         */
        public Builder header(String headerName, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(Arguments.notBlank(headerName, "header name"), Arguments.notNull(value, "header value"));
            headers = Map.copyOf(more);
            return this;
        }

        /** Sets the time that a call without its own timeout waits for its result. Default: 30 s. */
        public Builder callTimeout(Duration value) {
            callTimeout = Arguments.positive(value, "callTimeout");
            return this;
        }

        /** Sets the maximum time for one attempt to connect, including the WebSocket upgrade. Default: 10 s. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Arguments.positive(value, "connectTimeout");
            return this;
        }

        /**
         * Sets the maximum time that {@link Worker#close} waits for running handlers and calls. It then interrupts the
         * handlers, and abandons those that are still running one second later. Default: 10 s.
         */
        public Builder drainTimeout(Duration value) {
            drainTimeout = Arguments.positive(value, "drainTimeout");
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

        /** Sets the limits of concurrency, queues and message sizes. Default: {@link WorkerLimits#DEFAULT}. */
        public Builder limits(WorkerLimits value) {
            limits = Arguments.notNull(value, "limits");
            return this;
        }

        /**
         * Sets an executor that runs the handlers of functions, for frameworks that keep a context on their threads. A
         * handler never moves to the I/O thread then, unless it is marked with {@link FunctionDefinition#quick}.
         * Default: handler threads of the worker.
         *
         * <p>The executor must run each task on a thread other than the submitting one. If it rejects a task or runs it on
         * the submitting thread, the caller gets the error {@code overloaded}. It has at most as many tasks of the worker
         * as {@code concurrentInvocations} and {@code inbox} of {@link #limits} together.
         *
         * <p>The executor should not block in {@code execute}. If it does, further calls wait, but the connection is read,
         * and the log contains a warning. The executor may fail to begin a task within the {@linkplain
         * FunctionDefinition#timeout timeout} of its function, for example because it has dropped the task. The caller then
         * gets the error {@code overloaded}, and the handler will not run. Without a timeout, a call that was dropped counts as
         * running for ever.
         *
         * <p>Handlers may wait for calls. If all threads of the executor wait for calls of this worker's own functions, no thread
         * runs these functions, and the waits end only with the {@linkplain dev.iii.sdk.call.Call#timeout timeouts} of the calls.
         * The same happens if a function of another worker calls back. The worker does not refuse such calls, because it cannot
         * tell them from calls for which the executor is only slow. After about a second, it logs one warning with the stack
         * of a thread. Use an executor with more threads than handlers that wait at the same time, for example {@code
         * Executors.newCachedThreadPool()} or one with virtual threads, set a {@linkplain FunctionDefinition#concurrency limit
         * of concurrency} for the functions that wait, or return a {@link java.util.concurrent.CompletionStage}. Without
         * {@code handlerExecutor}, the worker runs such calls in addition to its limit.
         *
         * <p>The worker does not shut the executor down. It interrupts threads of the executor that run its tasks, at the
         * timeout of a function and when the drain timeout is over.
         */
        public Builder handlerExecutor(Executor value) {
            handlerExecutor = Arguments.notNull(value, "handlerExecutor");
            return this;
        }

        /** Sets the codec that writes Java values as JSON and reads them. Default: {@link JsonCodec#standard}. */
        public Builder codec(JsonCodec value) {
            codec = Arguments.notNull(value, "codec");
            return this;
        }

        /**
         * Sets the validator that checks inputs of functions before their handlers run. Default: {@link
         * InputValidator#standard}, which uses Bean Validation if it is a dependency of the program.
         */
        public Builder inputValidator(InputValidator value) {
            inputValidator = Arguments.notNull(value, "inputValidator");
            return this;
        }

        /**
         * Sets whether JSON Schemas of functions are inferred from their types, so that discovery shows them. The schemas
         * are inferred in the background after the registration, which does not wait for them. Default: {@code true}.
         */
        public Builder inferSchemas(boolean value) {
            inferSchemas = value;
            return this;
        }

        /**
         * Sets whether the worker repeats results that it sent within 100 ms after their call arrived. It sends the
         * first copy 10 to 30 ms later, and the second one 0.5 s after the first, or after 50 ms if many results wait.
         * The 0.23 engine loses some of the results that arrive this early, about one in 10,000 under load; their
         * callers wait for their timeout. It ignores a second result of the same call. A result is not repeated if it
         * has more than 64 KiB, if the connection was lost after it was sent, or if this worker made the call and has
         * received the result. At most 2 MiB of results waits to be sent again; further results are not repeated.
         * Default: {@code true}.
         *
         * <p>Set it to {@code false} only if callers that do not use an SDK use the same invocation id again within a
         * second: the repeated result of the first call would end the second.
         */
        public Builder repeatQuickResults(boolean value) {
            repeatQuickResults = value;
            return this;
        }

        /**
         * Sets whether other workers receive the message of an exception that a handler throws and that is not a {@link
         * dev.iii.sdk.error.FunctionException}. Such a message may contain secrets, for example a connection string. Without
         * this option, a caller gets the class of the exception and the id of the invocation, with which the log of this
         * worker can be searched. HTTP clients never get the message. Default: {@code false}.
         */
        public Builder showErrorMessages(boolean value) {
            showErrorMessages = value;
            return this;
        }

        /**
         * Sets whether the worker waits for functions that another worker owns instead of reporting them as refused. It
         * then takes over each function, with its triggers for that function, within half a second after the owner has
         * left. Default: {@code false}.
         *
         * <p>Both workers need different names. At the takeover, the previous owner may still be running a call.
         */
        public Builder standby(boolean value) {
            standby = value;
            return this;
        }

        /**
         * Sets whether the worker connects immediately after its creation. With {@code false}, it connects when {@link
         * Worker#connect} is called. Until then its functions cannot be called, and its calls wait like those of a worker that
         * is not connected. A framework uses this to create the worker before the objects whose functions it serves.
         * Default: {@code true}.
         */
        public Builder autoConnect(boolean value) {
            autoConnect = value;
            return this;
        }

        /** Sets how refused triggers are registered again. Default: {@link TriggerRetry#DEFAULT}. */
        public Builder triggerRetry(TriggerRetry value) {
            triggerRetry = Arguments.notNull(value, "triggerRetry");
            return this;
        }

        /**
         * Sets the interval at which the worker checks its {@code subscribe} triggers. It registers those that stopped
         * receiving messages again under their ids, and {@link WorkerListener#onSilentSubscriptions} reports them. Default:
         * no checks. {@link SilentSubscriptions.Cause} describes the two faults of the 0.23 engine that make the checks
         * useful, and how the checks repair them.
         *
         * <p>The checks need one internal function and one subscription, and at each interval one list, one message and one
         * small frame for each subscription. Messages that are published while a subscription receives nothing are not
         * delivered to it.
         *
         * @param interval the time between two checks, typically a few seconds; must be positive
         */
        public Builder watchSubscriptions(Duration interval) {
            watchSubscriptions = Arguments.positive(interval, "watchSubscriptions");
            return this;
        }

        /**
         * Sets whether the worker shuts down gracefully, within {@link #drainTimeout}, when the process ends because of
         * SIGTERM, Ctrl-C or {@link System#exit}. The process waits for the shutdown. Default: {@code false}.
         */
        public Builder closeOnExit(boolean value) {
            closeOnExit = value;
            return this;
        }

        /**
         * Sets the certificates to trust and to present, for {@code wss} addresses. The certificate of the engine must be
         * valid for the host of its address; this check cannot be disabled. Default: the certificates that the JVM trusts.
         */
        public Builder sslContext(SSLContext value) {
            sslContext = Arguments.notNull(value, "sslContext");
            return this;
        }

        /**
         * Sets the OpenTelemetry instance that receives spans and log lines of the worker. Each invocation becomes a span
         * {@code execute FUNCTION}, a child of the caller's span, with the baggage of the call as attributes. {@link
         * Worker#logger} writes to this instance, too. Default: none.
         *
         * <p>Without it there are no spans, but trace context and baggage of an invocation are still passed on to the calls
         * that its handler makes.
         */
        public Builder telemetry(OpenTelemetry value) {
            telemetry = Arguments.notNull(value, "telemetry");
            return this;
        }

        /**
         * Sets whether spans contain payloads and results. Default: the setting of the environment variables, see {@link
         * PayloadCapture#fromEnvironment}.
         */
        public Builder payloadCapture(PayloadCapture value) {
            payloadCapture = Arguments.notNull(value, "payloadCapture");
            return this;
        }

        /**
         * Adds an interceptor that runs around the handlers of the worker. The first one that is added is the outermost.
         * Default: none.
         */
        public Builder interceptFunctions(FunctionInterceptor value) {
            functionInterceptors = added(functionInterceptors, Arguments.notNull(value, "interceptor"));
            return this;
        }

        /**
         * Adds an interceptor that runs around the calls of the worker. The first one that is added is the outermost.
         * Default: none.
         */
        public Builder interceptCalls(CallInterceptor value) {
            callInterceptors = added(callInterceptors, Arguments.notNull(value, "interceptor"));
            return this;
        }

        private static <T> List<T> added(List<T> before, T value) {
            return Stream.concat(before.stream(), Stream.of(value)).toList();
        }

        /** Creates the options. */
        public WorkerOptions build() {
            return new WorkerOptions(copy());
        }
    }
}
