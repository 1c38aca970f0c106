package dev.iii.sdk;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueCall;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.call.VoidCall;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.configuration.ConfigurationClient;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.error.WorkerRefusedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.queue.QueueClient;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.stream.StreamClient;
import dev.iii.sdk.stream.StreamStore;
import dev.iii.sdk.telemetry.WorkerLogger;
import dev.iii.sdk.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A worker: one connection to an engine, the functions and triggers that are registered over it, and calls of other
 * functions. Created by {@link Iii#registerWorker}. Thread-safe.
 *
 * <p>A worker connects in the background, reconnects automatically, and repeats all registrations on every new connection.
 * Calls made while it is disconnected wait in a bounded queue for at most their timeout. If the connection is lost after a
 * call was sent, the call fails immediately with {@link dev.iii.sdk.error.OutcomeUnknownException}.
 *
 * <p>Function handlers run on handler threads ({@code iii-NAME-handler-N}), unless {@link
 * WorkerOptions.Builder#handlerExecutor} is used. Future completions (except those of {@link #closed}) and listeners run on
 * callback threads ({@code iii-NAME-callback-N}). Handlers and completions of calls that were quick many times in a row run on
 * the I/O thread ({@code iii-NAME-io}), until they are no longer quick. All this code may block. A handler, a listener and a
 * completion may wait for a future of this worker. A completion that waits occupies a thread, and if all callback
 * threads wait, further completions start about 0.1 s later; {@code thenCompose} does not wait.
 *
 * <p>Every method throws {@link IllegalArgumentException} if an argument is {@code null} or blank where that is not allowed.
 * A call that waits throws {@link dev.iii.sdk.error.CallException} if there is no result. It throws {@link
 * IllegalStateException} if it is made on the I/O thread and no other thread can be started that reads meanwhile. The future of
 * an asynchronous call fails with the same {@code CallException}. Both kinds of call throw {@link dev.iii.sdk.error.InvalidPayloadException} immediately if the payload cannot be written
 * or is too large.
 *
 * <p>Tests of an application may implement this interface and then need no engine. New methods may be added in later
 * versions.
 */
public interface Worker extends FunctionRegistry, AutoCloseable {

    /** Default number of messages that the engine keeps for a channel: 64. */
    int DEFAULT_CHANNEL_MESSAGES = 64;

    // ---------------------------------------------------------------- registrations

    /**
     * Registers every method of an object that is annotated with {@link dev.iii.sdk.annotation.Function}, and its triggers.
     * If one of them is invalid, nothing is registered.
     *
     * @return the registrations of the functions and triggers
     * @throws IllegalArgumentException if methods are invalid, or if types or triggers of them are; the message names every
     *     mistake
     * @throws IllegalStateException if this worker has already registered functions of the object; the message names all of
     *     them
     * @throws dev.iii.sdk.error.InvalidPayloadException if a registration cannot be written as JSON, or is larger than a
     *     message may be ({@link WorkerLimits#outboundMessageBytes})
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws WorkerRefusedException if the engine has refused this worker
     */
    List<Registration> registerAll(Object object);

    /**
     * Binds a function to a trigger. The function may belong to another worker of the same namespace, and it need not exist
     * yet.
     *
     * @param functionId the id of the function that the engine calls
     * @throws IllegalArgumentException if the function id is blank
     * @throws dev.iii.sdk.error.InvalidPayloadException if the registration cannot be written as JSON, or is larger than a
     *     message may be ({@link WorkerLimits#outboundMessageBytes})
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws WorkerRefusedException if the engine has refused this worker
     */
    Registration registerTrigger(Trigger trigger, String functionId);

    /**
     * Provides a trigger type. Functions of any worker can be bound to it; the handler is called for each of them on a
     * callback thread. If a type of the engine has the same name, for example {@code cron}, this worker takes it over, and the
     * log contains a warning.
     *
     * @throws IllegalStateException if this worker already provides a type with this name
     * @throws dev.iii.sdk.error.InvalidPayloadException if the registration cannot be written as JSON, or is larger than a
     *     message may be ({@link WorkerLimits#outboundMessageBytes})
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws WorkerRefusedException if the engine has refused this worker
     */
    <C> TriggerType<C> registerTriggerType(TriggerTypeDefinition<C> type, TriggerTypeHandler<C> handler);

    /**
     * Stores the items of a stream in this worker instead of the engine. Registers the six functions {@code
     * stream::get(NAME)}, {@code set}, {@code delete}, {@code update}, {@code list} and {@code list_groups} of the stream. The
     * engine continues to notify consumers and triggers of changes (engine behaviour, section 11).
     *
     * @return one registration for all six functions: confirmed when the engine has accepted all of them, refused if it has
     *     refused one, for example because another worker owns it
     * @throws IllegalStateException if the worker is not in the namespace {@code default}, where the engine looks for these
     *     functions, or if it has already registered this stream
     * @throws dev.iii.sdk.error.WorkerClosedException if this worker is closed, or is being closed
     * @throws WorkerRefusedException if the engine has refused this worker
     */
    Registration registerStream(String name, StreamStore store);

    // ---------------------------------------------------------------- calls

    /**
     * Calls a function and waits for its result.
     *
     * @param payload a value that can be written as JSON, a {@link Json}, or {@code null}
     * @return the result; JSON null if the function returned none
     * @throws dev.iii.sdk.error.CallException if there is no result; its class says why, {@link
     *     dev.iii.sdk.error.CallException#mayHaveRun} whether the function may have run
     * @throws dev.iii.sdk.error.InvalidPayloadException if the payload cannot be written or is too large; nothing was sent
     */
    default Json trigger(String functionId, @Nullable Object payload) {
        return trigger(Call.to(functionId, payload));
    }

    /**
     * Calls a function and waits for its result, which is read as a Java type.
     *
     * @return the result; {@code null} if the function returned none
     * @throws dev.iii.sdk.error.CallException if there is no result
     * @throws dev.iii.sdk.error.InvalidPayloadException if the payload cannot be written, or if the result does not fit the
     *     type
     */
    default <T> @Nullable T trigger(String functionId, @Nullable Object payload, Class<T> resultType) {
        return trigger(Call.to(functionId, payload), resultType);
    }

    /**
     * Calls a function and waits for its result, which is read as a generic Java type. Otherwise like {@link #trigger(String,
     * Object, Class)}.
     */
    default <T> @Nullable T trigger(String functionId, @Nullable Object payload, TypeRef<T> resultType) {
        return trigger(Call.to(functionId, payload), resultType);
    }

    /** Makes a call and waits for its result. Otherwise like {@link #trigger(String, Object)}. */
    Json trigger(Call call);

    /**
     * Makes a call and waits for its result, which is read as a Java type. Otherwise like {@link #trigger(String, Object,
     * Class)}.
     */
    <T> @Nullable T trigger(Call call, Class<T> resultType);

    /**
     * Makes a call and waits for its result, which is read as a generic Java type. Otherwise like {@link #trigger(String,
     * Object, Class)}.
     */
    <T> @Nullable T trigger(Call call, TypeRef<T> resultType);

    /**
     * Puts a call into a queue and waits for the receipt.
     *
     * @throws dev.iii.sdk.error.CallRefusedException if the engine has no queue worker, or if the queue refuses the call
     */
    EnqueueReceipt trigger(EnqueueCall call);

    /** Makes a call without a reply. Returns when the call is in the outbox of a connection. */
    void trigger(VoidCall call);

    /** Calls a function; the future completes with the result, or fails with a {@link dev.iii.sdk.error.CallException}. */
    default CompletableFuture<Json> triggerAsync(String functionId, @Nullable Object payload) {
        return triggerAsync(Call.to(functionId, payload));
    }

    /** Calls a function; the future completes with the result, read as a Java type. */
    default <T> CompletableFuture<T> triggerAsync(String functionId, @Nullable Object payload, Class<T> resultType) {
        return triggerAsync(Call.to(functionId, payload), resultType);
    }

    /** Calls a function; the future completes with the result, read as a generic Java type. */
    default <T> CompletableFuture<T> triggerAsync(String functionId, @Nullable Object payload, TypeRef<T> resultType) {
        return triggerAsync(Call.to(functionId, payload), resultType);
    }

    /** Makes a call. Cancelling the future abandons the call; the function may run nevertheless. */
    CompletableFuture<Json> triggerAsync(Call call);

    /**
     * Makes a call; the future completes with the result, read as a Java type, or with {@code null} if the function returned
     * none.
     */
    <T> CompletableFuture<T> triggerAsync(Call call, Class<T> resultType);

    /** Makes a call; the future completes with the result, read as a generic Java type. */
    <T> CompletableFuture<T> triggerAsync(Call call, TypeRef<T> resultType);

    /** Puts a call into a queue; the future completes with the receipt. */
    CompletableFuture<EnqueueReceipt> triggerAsync(EnqueueCall call);

    /** Makes a call without a reply; the future completes with {@code null} when the call is in the outbox of a connection. */
    CompletableFuture<Void> triggerAsync(VoidCall call);

    /**
     * Publishes a message to all subscribers of a topic: at most once, in any order (engine behaviour, section 10). Returns
     * when the engine has accepted it.
     */
    void publish(String topic, @Nullable Object message);

    /** Publishes a message; the future completes with {@code null} when the engine has accepted it. */
    CompletableFuture<Void> publishAsync(String topic, @Nullable Object message);

    // ---------------------------------------------------------------- channels and JSON

    /** Creates a channel for which the engine keeps {@link #DEFAULT_CHANNEL_MESSAGES} messages. */
    default Channel createChannel() {
        return createChannel(DEFAULT_CHANNEL_MESSAGES);
    }

    /**
     * Creates a channel (engine behaviour, section 16). Use its ends here or send them to other workers in payloads.
     *
     * @param messages the number of messages that the engine keeps while the reader is slow or not connected yet, 1 to 1024
     * @throws IllegalArgumentException if the number is out of range
     */
    Channel createChannel(int messages);

    /**
     * Returns the live end of a reference.
     *
     * @throws IllegalArgumentException if it is a reference to the writing end
     */
    ChannelReader openReader(ChannelRef ref);

    /**
     * Returns the live end of a reference.
     *
     * @throws IllegalArgumentException if it is a reference to the reading end
     */
    ChannelWriter openWriter(ChannelRef ref);

    /**
     * Writes a value with the codec of this worker, as its calls do.
     *
     * @throws dev.iii.sdk.error.InvalidPayloadException if the value cannot be written, or is larger than a payload may be
     *     ({@link WorkerLimits#outboundMessageBytes})
     */
    Json json(@Nullable Object value);

    /** Returns the codec of this worker; channels in values that it reads are live. */
    JsonCodec codec();

    // ---------------------------------------------------------------- clients

    /**
     * Returns a client for functions of any worker: an implementation of an interface whose methods are annotated with {@link
     * dev.iii.sdk.annotation.Function}. A worker can implement the same interface and register it with {@link #registerAll}.
     *
     * <ul>
     *   <li>A method has one parameter, the payload, or none. The return type is the type of the result, as in {@link
     *       #trigger(String, Object, TypeRef)}; it may be generic.
     *   <li>A method that returns a {@link java.util.concurrent.CompletionStage} or a {@link CompletableFuture} does not wait,
     *       like {@link #triggerAsync(String, Object, TypeRef)}.
     *   <li>A {@code void} method calls without a reply ({@link Call#withoutReply}): it does not report errors of the function.
     *       A method that waits without a result returns {@link Void}.
     *   <li>A default method that is not annotated itself is code of the client. Static methods are ignored.
     * </ul>
     *
     * @throws IllegalArgumentException if the type is not an interface, or if one of its methods is invalid; the message names
     *     every mistake
     */
    default <T> T client(Class<T> type) {
        return client(type, UnaryOperator.identity());
    }

    /**
     * Returns a client for functions that sets options of each of its calls: {@code client(Shop.class, call ->
     * call.timeout(Duration.ofSeconds(2)))}. Otherwise like {@link #client(Class)}.
     *
     * @param options returns a copy of the call that it receives
     */
    <T> T client(Class<T> type, UnaryOperator<Call> options);

    /** Returns a client for the state of the engine: values by scope and key. */
    StateClient state();

    /** Returns a client for the streams of the engine: items by stream, group and id, whose changes consumers receive. */
    StreamClient streams();

    /** Returns a client for durable topics, queues and their dead letters. */
    QueueClient queues();

    /** Returns a client for the configurations that the engine keeps for workers and checks against a schema. */
    ConfigurationClient configuration();

    /** Returns a client that lists the functions, workers, trigger types and triggers of the engine. */
    DiscoveryClient discovery();

    /**
     * Returns a logger for the code of this worker. Each line goes to the SLF4J logger of this name, and to the engine with
     * this name as its scope.
     */
    WorkerLogger logger(String loggerName);

    // ---------------------------------------------------------------- life cycle

    /**
     * Starts to connect this worker if {@link WorkerOptions.Builder#autoConnect} is {@code false}. Returns immediately. Has no
     * effect if the worker has started to connect before, or if it is closed.
     */
    default void connect() {}

    /** Returns the name under which this worker is registered at the engine. */
    String name();

    /** Returns the namespace of this worker; empty for {@code default}. */
    Optional<String> namespace();

    /** Returns the id that the engine assigned to the current or last connection; empty before the first connection. */
    Optional<String> id();

    /** Returns the current status. */
    WorkerStatus status();

    /** Returns the reason if the engine refused this worker permanently; the status is then {@link WorkerStatus#CLOSED}. */
    Optional<WorkerRefusedException> refusal();

    /**
     * Returns a future that completes when this worker is connected and the engine has accepted or refused everything that
     * was registered before this call, also if the worker was ready already. It fails with {@link WorkerRefusedException} if
     * the engine refuses the worker, and with {@link dev.iii.sdk.error.WorkerClosedException} if the worker is closed first.
     */
    CompletableFuture<Void> ready();

    /**
     * Waits for {@link #ready}. May be called by handlers, listeners and completions.
     *
     * @param timeout the maximum time to wait; must be positive
     * @return this worker
     * @throws IllegalStateException if it would wait on the I/O thread and no other thread can be started that reads meanwhile
     * @throws dev.iii.sdk.error.CallTimeoutException if the worker is not ready in time
     * @throws WorkerRefusedException if the engine refuses the worker
     */
    Worker awaitReady(Duration timeout);

    /**
     * Returns a future that completes when this worker has shut down and all its threads and sockets are released; {@code
     * worker.closed().join()} keeps a {@code main} method running until then. It fails with {@link WorkerRefusedException} if
     * the engine has refused the worker. Each future that this method returns completes on a separate thread {@code
     * iii-NAME-closer}, where its completions run one after the other. {@link #close} does not wait for them.
     */
    CompletableFuture<Void> closed();

    /**
     * Returns the number of results that this worker has sent again because they were sent very early, see {@link
     * WorkerOptions.Builder#repeatQuickResults}. Each result counts once per repetition.
     */
    default long repeatedResults() {
        return 0;
    }

    /** Adds a listener for the changes from now on. A listener of a closed worker is never called. */
    void addListener(WorkerListener listener);

    /**
     * Shuts this worker down gracefully: unregisters its triggers and functions, waits for running handlers, sends their
     * results and closes the connection. Handlers that are still running when the time is over are interrupted. Returns at
     * the latest one second after the drain time, also if the engine does not respond. Idempotent.
     *
     * <p>If a handler or a callback of this worker calls this method, it returns immediately, and the shutdown completes
     * after the handler has returned.
     *
     * @param drain the maximum time to wait for running handlers and calls; must be positive
     * @return {@code true} if nothing was forced to end: all handlers have returned and all calls have ended within the drain
     *     time, and all threads and sockets are released. {@code false} if a handler was interrupted, if a call was abandoned,
     *     if the engine did not respond, or if this method did not wait
     */
    boolean shutdown(Duration drain);

    /** Shuts this worker down with {@link WorkerOptions#drainTimeout}. */
    @Override
    void close();
}
