package dev.iii.sdk.internal.worker;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.HttpFunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
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
import dev.iii.sdk.internal.annotated.ClientInterface;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.call.Calls;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.client.EngineClient;
import dev.iii.sdk.internal.stream.CustomStream;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.queue.QueueClient;
import dev.iii.sdk.state.StateClient;
import dev.iii.sdk.stream.StreamClient;
import dev.iii.sdk.stream.StreamStore;
import dev.iii.sdk.telemetry.WorkerLogger;
import dev.iii.sdk.trigger.Trigger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The worker that {@link dev.iii.sdk.Iii} creates: checks arguments and delegates to its parts. */
final class DefaultWorker implements Worker {

    private final WorkerRuntime runtime;

    private DefaultWorker(URI address, WorkerOptions options, Environment environment) {
        runtime = WorkerRuntime.of(this, address, options, environment);
    }

    /** Creates a worker, and starts to connect it unless its options say otherwise. */
    static DefaultWorker start(URI address, WorkerOptions options, Environment environment) {
        return start(address, options, environment, worker -> {});
    }

    /** Creates a worker, lets the program register, and then starts to connect. If that fails, no thread is left. */
    static DefaultWorker start(
            URI address, WorkerOptions options, Environment environment, Consumer<? super Worker> registrations) {
        DefaultWorker worker = new DefaultWorker(address, options, environment);
        boolean registered = false;
        try {
            worker.runtime.register(() -> registrations.accept(worker));
            registered = true;
        } finally {
            if (!registered) {
                worker.close();
            }
        }
        worker.runtime.start();
        return worker;
    }

    private Caller caller() {
        return runtime.caller();
    }

    private Calls calls() {
        return runtime.calls();
    }

    // ---------------------------------------------------------------- registrations

    @Override
    public Registration registerFunction(FunctionDefinition<?> function) {
        return runtime.registrar().register(Arguments.notNull(function, "function"), true);
    }

    @Override
    public Registration registerFunction(HttpFunctionDefinition function) {
        return runtime.registrar().register(Arguments.notNull(function, "function"));
    }

    @Override
    public List<Registration> registerAll(Object object) {
        return runtime.registrar().registerAll(object);
    }

    @Override
    public Registration registerTrigger(Trigger trigger, String functionId) {
        Arguments.notNull(trigger, "trigger");
        return runtime.registrar().register(trigger, Arguments.notBlank(functionId, "function id"));
    }

    @Override
    public <C> TriggerType<C> registerTriggerType(TriggerTypeDefinition<C> type, TriggerTypeHandler<C> handler) {
        Arguments.notNull(type, "type");
        return runtime.registrar().register(this, type, Arguments.notNull(handler, "handler"));
    }

    @Override
    public Registration registerStream(String name, StreamStore store) {
        return CustomStream.register(this, Arguments.notBlank(name, "stream name"), Arguments.notNull(store, "store"));
    }

    // ---------------------------------------------------------------- calls

    @Override
    public Json trigger(Call call) {
        return calls().json(Arguments.notNull(call, "call"));
    }

    @Override
    public <T> @Nullable T trigger(Call call, Class<T> resultType) {
        return calls().read(Arguments.notNull(call, "call"), Arguments.notNull(resultType, "result type"));
    }

    @Override
    public <T> @Nullable T trigger(Call call, TypeRef<T> resultType) {
        return calls().read(
                        Arguments.notNull(call, "call"),
                        Arguments.notNull(resultType, "result type").type());
    }

    @Override
    public EnqueueReceipt trigger(EnqueueCall call) {
        return calls().enqueue(Arguments.notNull(call, "call"));
    }

    @Override
    public void trigger(VoidCall call) {
        calls().send(Arguments.notNull(call, "call"));
    }

    @Override
    public CompletableFuture<Json> triggerAsync(Call call) {
        return calls().jsonAsync(Arguments.notNull(call, "call"));
    }

    @Override
    public <T> CompletableFuture<T> triggerAsync(Call call, Class<T> resultType) {
        return calls().readAsync(Arguments.notNull(call, "call"), Arguments.notNull(resultType, "result type"));
    }

    @Override
    public <T> CompletableFuture<T> triggerAsync(Call call, TypeRef<T> resultType) {
        return calls().readAsync(
                        Arguments.notNull(call, "call"),
                        Arguments.notNull(resultType, "result type").type());
    }

    @Override
    public CompletableFuture<EnqueueReceipt> triggerAsync(EnqueueCall call) {
        return calls().enqueueAsync(Arguments.notNull(call, "call"));
    }

    @Override
    public CompletableFuture<Void> triggerAsync(VoidCall call) {
        return calls().sendAsync(Arguments.notNull(call, "call"));
    }

    @Override
    public void publish(String topic, @Nullable Object message) {
        trigger(EngineRequests.publish(topic, message, caller()));
    }

    @Override
    public CompletableFuture<Void> publishAsync(String topic, @Nullable Object message) {
        return calls().doneAsync(EngineRequests.publish(topic, message, caller()));
    }

    // ---------------------------------------------------------------- channels and JSON

    @Override
    public Channel createChannel(int messages) {
        return EngineRequests.channel(trigger(EngineRequests.createChannel(messages)), runtime.channels());
    }

    @Override
    public ChannelReader openReader(ChannelRef ref) {
        return runtime.channels().reader(Arguments.notNull(ref, "reference"));
    }

    @Override
    public ChannelWriter openWriter(ChannelRef ref) {
        return runtime.channels().writer(Arguments.notNull(ref, "reference"));
    }

    @Override
    public Json json(@Nullable Object value) {
        return caller().write(value);
    }

    @Override
    public JsonCodec codec() {
        return caller().codec();
    }

    // ---------------------------------------------------------------- clients

    @Override
    public <T> T client(Class<T> type, UnaryOperator<Call> options) {
        return ClientInterface.client(type, this, options, FunctionTypes.of(codec()));
    }

    @Override
    public StateClient state() {
        return new EngineClient(this).state();
    }

    @Override
    public StreamClient streams() {
        return new EngineClient(this).streams();
    }

    @Override
    public QueueClient queues() {
        return new EngineClient(this).queues();
    }

    @Override
    public ConfigurationClient configuration() {
        return new EngineClient(this).configuration();
    }

    @Override
    public DiscoveryClient discovery() {
        return new EngineClient(this).discovery();
    }

    @Override
    public WorkerLogger logger(String loggerName) {
        return new EngineLogger(
                this,
                Arguments.notBlank(loggerName, "logger name"),
                runtime.options().telemetry().orElse(null));
    }

    // ---------------------------------------------------------------- life cycle

    @Override
    public void connect() {
        runtime.connect();
    }

    @Override
    public String name() {
        return runtime.name();
    }

    @Override
    public Optional<String> namespace() {
        return Optional.ofNullable(runtime.namespace());
    }

    @Override
    public Optional<String> id() {
        return Optional.ofNullable(runtime.lifecycle().workerId());
    }

    @Override
    public WorkerStatus status() {
        return runtime.lifecycle().status();
    }

    @Override
    public Optional<WorkerRefusedException> refusal() {
        return Optional.ofNullable(runtime.lifecycle().failure());
    }

    @Override
    public CompletableFuture<Void> ready() {
        return runtime.lifecycle().ready();
    }

    @Override
    public Worker awaitReady(Duration timeout) {
        runtime.lifecycle().awaitReady(timeout);
        return this;
    }

    @Override
    public CompletableFuture<Void> closed() {
        return runtime.lifecycle().ended();
    }

    @Override
    public long repeatedResults() {
        return runtime.repeatedResults();
    }

    @Override
    public void addListener(WorkerListener listener) {
        runtime.lifecycle().addListener(Arguments.notNull(listener, "listener"));
    }

    @Override
    public boolean shutdown(Duration drain) {
        return runtime.shutdown(Arguments.positive(drain, "drain"));
    }

    @Override
    public void close() {
        runtime.shutdown(runtime.options().drainTimeout());
    }

    @Override
    public String toString() {
        return "Worker[" + name() + ", " + status() + "]";
    }
}
