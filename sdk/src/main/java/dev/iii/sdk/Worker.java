package dev.iii.sdk;

import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.channel.ChannelWriter;
import dev.iii.sdk.configuration.ConfigurationClient;
import dev.iii.sdk.discovery.DiscoveryClient;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.queue.QueueClient;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.stream.StreamClient;
import dev.iii.sdk.telemetry.WorkerLogger;
import dev.iii.sdk.trigger.Trigger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A worker: one connection to an engine, the functions and triggers that it has registered there, and calls of other
 * functions. Made by {@link Iii#registerWorker}. Thread-safe.
 *
 * <p>It connects by itself, again and again, and registers everything anew on each connection. Calls that are made while
 * it is not connected wait for the connection, in a bounded queue and not longer than their timeout. A call that was sent
 * when the connection broke ends at once with {@link OutcomeUnknownException}.
 *
 * <p>Handlers, completions of futures and listeners run on threads of the worker that are made for them; they may block. A
 * handler may wait for a future of the worker; a completion should not, but go on with the future instead.
 *
 * <p>Every method throws {@link IllegalArgumentException} for an argument that is {@code null} or blank where it must not
 * be. A call that waits throws {@link CallException} when there is no answer, and {@link IllegalStateException} on the I/O
 * thread, where quick handlers run; the future of its twin fails with the same {@code CallException}. Both throw {@link
 * InvalidPayloadException} at once when the payload cannot be written or is too large.
 */
public final class Worker implements AutoCloseable {

    private final WorkerCore core;

    Worker(URI address, WorkerOptions options, Environment environment) {
        core = new WorkerCore(this, address, options, environment);
    }

    Worker start() {
        core.start();
        return this;
    }

    /**
     * Registers a function that takes a Java type. The type may be a record, a class or anything else that the codec
     * reads; unknown fields of the payload are ignored, a payload that does not fit is refused with {@code
     * invalid_request} before the handler is reached. Every component of a record must be there and not null, unless it is
     * an {@code Optional} or {@code @Nullable} ({@link InputType}).
     *
     * @param id the function id, for example {@code cmd::sell-item}
     * @throws IllegalArgumentException when the id is blank
     * @throws IllegalStateException when this worker has a function of this id
     */
    public <I> Registration registerFunction(String id, Class<I> inputType, FunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /** The same for a generic type. */
    public <I> Registration registerFunction(String id, TypeRef<I> inputType, FunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /** Registers a function whose payload is read in a way of its own, for example the event of a trigger. */
    public <I> Registration registerFunction(String id, InputType<I> inputType, FunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, inputType, handler));
    }

    /** Registers a function that takes JSON as it comes. */
    public Registration registerFunction(String id, FunctionHandler<? super Json, ?> handler) {
        return registerFunction(FunctionDefinition.of(id, handler));
    }

    /** Registers a function that takes a Java type and answers later, with a {@link CompletionStage}. */
    public <I> Registration registerAsyncFunction(
            String id, Class<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, inputType, handler));
    }

    /** The same for a generic type. */
    public <I> Registration registerAsyncFunction(
            String id, TypeRef<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, inputType, handler));
    }

    /** The same for a payload that is read in a way of its own, for example the event of a trigger. */
    public <I> Registration registerAsyncFunction(
            String id, InputType<I> inputType, AsyncFunctionHandler<? super I, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, inputType, handler));
    }

    /** Registers a function that takes JSON as it comes and answers later. */
    public Registration registerAsyncFunction(String id, AsyncFunctionHandler<? super Json, ?> handler) {
        return registerFunction(FunctionDefinition.ofAsync(id, handler));
    }

    /** Registers a function with everything that can be said about it. */
    public Registration registerFunction(FunctionDefinition<?> function) {
        return core.register(Checks.notNull(function, "function"));
    }

    /** Registers a function that the engine calls over HTTP. */
    public Registration registerFunction(HttpFunctionDefinition function) {
        return core.register(Checks.notNull(function, "function"));
    }

    /**
     * Registers every method of the object that has {@link dev.iii.sdk.annotation.Function}, with its triggers: all of
     * them, or none when something is wrong.
     *
     * @return the functions and triggers that were registered
     * @throws IllegalArgumentException that names every method that does not do
     * @throws IllegalStateException when this worker has one of the functions
     */
    public List<Registration> registerAll(Object object) {
        return core.registerAll(AnnotatedMethods.of(object));
    }

    /**
     * Binds a function to a trigger. The function may belong to another worker of the same namespace, and it need not
     * exist yet.
     *
     * @param functionId the function that the engine calls
     * @throws IllegalArgumentException when the function id is blank
     */
    public Registration registerTrigger(Trigger trigger, String functionId) {
        return core.register(Checks.notNull(trigger, "trigger"), Checks.notBlank(functionId, "function id"));
    }

    /**
     * Provides a trigger type: the functions of other workers may be bound to it, and the handler hears of each.
     *
     * @throws IllegalStateException when this worker provides a type of this name
     */
    public <C> TriggerType<C> registerTriggerType(TriggerTypeDefinition<C> type, TriggerTypeHandler<C> handler) {
        return core.register(Checks.notNull(type, "type"), Checks.notNull(handler, "handler"), this);
    }

    /**
     * Calls a function and waits for its answer.
     *
     * @param payload any value that can be written as JSON, a {@link Json}, or {@code null}
     * @return the answer, JSON null when there is none
     * @throws CallException when there is no answer; its class says why, {@link CallException#mayHaveRun} whether the
     *     function may have run
     * @throws InvalidPayloadException when the payload cannot be written, or is too large; nothing was sent
     */
    public Json trigger(String functionId, @Nullable Object payload) {
        return trigger(Call.to(functionId, payload));
    }

    /**
     * Calls a function and waits for its answer, read as a Java type.
     *
     * @return the answer; {@code null} when the function answered nothing
     * @throws CallException when there is no answer
     * @throws InvalidPayloadException when the payload cannot be written, or the answer does not fit the type
     */
    public <T> @Nullable T trigger(String functionId, @Nullable Object payload, Class<T> resultType) {
        return trigger(Call.to(functionId, payload), resultType);
    }

    /** The same for a generic type. */
    public <T> @Nullable T trigger(String functionId, @Nullable Object payload, TypeRef<T> resultType) {
        return trigger(Call.to(functionId, payload), resultType);
    }

    /** Makes a call and waits for its answer. */
    public Json trigger(Call call) {
        return core.caller().json(Checks.notNull(call, "call").spec());
    }

    /** Makes a call and waits for its answer, read as a Java type. */
    public <T> @Nullable T trigger(Call call, Class<T> resultType) {
        return core.caller().read(Checks.notNull(call, "call"), Checks.notNull(resultType, "result type"));
    }

    /** Makes a call and waits for its answer, read as a generic Java type. */
    public <T> @Nullable T trigger(Call call, TypeRef<T> resultType) {
        return core.caller().read(Checks.notNull(call, "call"), TypeRef.typeOf(resultType, "result type"));
    }

    /**
     * Puts a call into a queue and waits for the receipt.
     *
     * @throws CallRefusedException when the engine has no queue worker, or the queue refuses
     */
    public EnqueueReceipt trigger(EnqueueCall call) {
        return core.caller().enqueue(Checks.notNull(call, "call"));
    }

    /** Makes a call that nobody answers. Returns when it is on its way, which takes a connection. */
    public void trigger(VoidCall call) {
        core.caller().send(Checks.notNull(call, "call"));
    }

    /** Calls a function; the future completes with its answer, or with a {@link CallException}. */
    public CompletableFuture<Json> triggerAsync(String functionId, @Nullable Object payload) {
        return triggerAsync(Call.to(functionId, payload));
    }

    /** Calls a function; the future completes with its answer, read as a Java type. */
    public <T> CompletableFuture<T> triggerAsync(String functionId, @Nullable Object payload, Class<T> resultType) {
        return triggerAsync(Call.to(functionId, payload), resultType);
    }

    /** Makes a call. A future that is cancelled gives the call up; the function may run even so. */
    public CompletableFuture<Json> triggerAsync(Call call) {
        return core.caller().jsonAsync(Checks.notNull(call, "call").spec());
    }

    /** Makes a call; the answer is read as a Java type and is {@code null} when the function answered nothing. */
    public <T> CompletableFuture<T> triggerAsync(Call call, Class<T> resultType) {
        return core.caller().readAsync(Checks.notNull(call, "call"), Checks.notNull(resultType, "result type"));
    }

    /** The same for a generic type. */
    public <T> CompletableFuture<T> triggerAsync(Call call, TypeRef<T> resultType) {
        return core.caller().readAsync(Checks.notNull(call, "call"), TypeRef.typeOf(resultType, "result type"));
    }

    /** Puts a call into a queue; the future completes with the receipt. */
    public CompletableFuture<EnqueueReceipt> triggerAsync(EnqueueCall call) {
        return core.caller().enqueueAsync(Checks.notNull(call, "call"));
    }

    /** Makes a call that nobody answers; the future completes with {@code null} when it is on its way. */
    public CompletableFuture<Void> triggerAsync(VoidCall call) {
        return core.caller().sendAsync(Checks.notNull(call, "call"));
    }

    /**
     * Publishes a message to all subscribers of a topic: at most once, in no order (engine behaviour, section 10).
     * Returns when the engine has taken it.
     */
    public void publish(String topic, @Nullable Object message) {
        trigger(EngineCall.publish(topic, message, this));
    }

    /** Publishes a message; the future completes with {@code null} when the engine has taken it. */
    public CompletableFuture<Void> publishAsync(String topic, @Nullable Object message) {
        return core.caller().doneAsync(EngineCall.publish(topic, message, this).spec());
    }

    /** Makes a channel for which the engine keeps 64 messages. */
    public Channel createChannel() {
        return createChannel(EngineCall.CHANNEL_MESSAGES);
    }

    /**
     * Makes a channel (engine behaviour, section 16). Its ends are used here or sent to others in payloads.
     *
     * @param messages how many the engine keeps while the reader is slow or not there yet, 1 to 1024
     * @throws IllegalArgumentException when it is another number
     */
    public Channel createChannel(int messages) {
        return EngineCall.channel(trigger(EngineCall.createChannel(messages)), core.channels());
    }

    /** The live end of a reference; {@link IllegalArgumentException} when it is a reference to the other end. */
    public ChannelReader openReader(ChannelRef ref) {
        return core.channels().reader(Checks.notNull(ref, "reference"));
    }

    /** The same for a reference to the end that writes. */
    public ChannelWriter openWriter(ChannelRef ref) {
        return core.channels().writer(Checks.notNull(ref, "reference"));
    }

    /** Writes a value as this worker does in its calls; {@link InvalidPayloadException} when it cannot be written. */
    public Json json(@Nullable Object value) {
        return core.caller().write(value);
    }

    /** Reads and writes the values of this worker; channels in what it reads are live. */
    public JsonCodec codec() {
        return core.caller().codec();
    }

    /** The state of the engine: values by scope and key. */
    public StateClient state() {
        return new StateClient(this);
    }

    /** The streams of the engine: items by stream, group and id, whose changes others see. */
    public StreamClient streams() {
        return new StreamClient(this);
    }

    /** Durable topics and queues, and their dead letters. */
    public QueueClient queues() {
        return new QueueClient(this);
    }

    /** Values that the engine keeps for workers, checked against a schema. */
    public ConfigurationClient configuration() {
        return new ConfigurationClient(this);
    }

    /** What the engine has: functions, workers, trigger types and triggers. */
    public DiscoveryClient discovery() {
        return new DiscoveryClient(this);
    }

    /** A logger for the code of the worker: each line goes to SLF4J, by this name, and to the engine with it as scope. */
    public WorkerLogger logger(String loggerName) {
        return new EngineLogger(this, Checks.notBlank(loggerName, "logger name"), core.telemetry());
    }

    /** The name under which the engine knows the worker. */
    public String name() {
        return core.name();
    }

    /** The namespace of the worker; empty for {@code default}. */
    public Optional<String> namespace() {
        return Optional.ofNullable(core.namespace());
    }

    /** The id that the engine gave to the current or last connection; empty before the first. */
    public Optional<String> id() {
        return Optional.ofNullable(core.lifecycle().workerId());
    }

    /** Where the worker stands. */
    public WorkerStatus status() {
        return core.lifecycle().status();
    }

    /** Why the engine refused the worker, when it did: then the status is {@link WorkerStatus#CLOSED}. */
    public Optional<WorkerRefusedException> failure() {
        return Optional.ofNullable(core.lifecycle().failure());
    }

    /**
     * Completes when the worker is connected and the engine has taken or refused everything that was registered before this
     * call, also when the worker was ready already. Fails with {@link WorkerRefusedException} when the engine refuses the
     * worker, and with {@link WorkerClosedException} when the worker is closed before.
     */
    public CompletableFuture<Void> ready() {
        return core.lifecycle().ready();
    }

    /**
     * Waits for {@link #ready}.
     *
     * @return this
     * @throws CallTimeoutException when it takes longer
     * @throws WorkerRefusedException when the engine refuses the worker
     */
    public Worker awaitReady(Duration timeout) {
        core.lifecycle().awaitReady(timeout);
        return this;
    }

    /**
     * Completes when the worker has ended and all its threads and sockets are gone; {@code worker.closed().join()} keeps a
     * {@code main} running until then. Fails with {@link WorkerRefusedException} when the engine has refused the worker.
     * Completes on a thread of its own, which ends with it.
     */
    public CompletableFuture<Void> closed() {
        return core.lifecycle().ended();
    }

    /** Tells the listener what becomes of the worker from now on. */
    public void addListener(WorkerListener listener) {
        core.lifecycle().listen(Checks.notNull(listener, "listener"));
    }

    /**
     * Ends the worker in order: takes its triggers and functions back, lets what runs end, sends what is to be sent,
     * closes the connection. What has not ended when the time is over is interrupted. Idempotent.
     *
     * <p>Called by a handler of the worker itself, it returns at once and the end comes when the handler has returned.
     *
     * @param drain how long to wait for handlers and calls
     * @return whether everything has ended in time
     */
    public boolean shutdown(Duration drain) {
        return core.shutdown(Checks.positive(drain, "drain"));
    }

    /** {@link #shutdown} with {@link WorkerOptions#drainTimeout}. */
    @Override
    public void close() {
        core.shutdown(core.drainTimeout());
    }

    @Override
    public String toString() {
        return "Worker[" + name() + ", " + status() + "]";
    }
}
