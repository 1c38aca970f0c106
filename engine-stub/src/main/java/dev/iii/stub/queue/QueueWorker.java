package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import dev.iii.stub.setup.EngineWorkerDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engine worker for queues. {@link #builtIn} creates {@code iii-queue}, which has durable topics and does not
 * accept enqueued calls. {@link #standalone} creates {@code queue}, which has both.
 */
public final class QueueWorker implements EngineWorker {

    /** Names the worker {@code iii-queue} and creates it from its configuration. */
    public static final EngineWorkerDefinition BUILT_IN_DEFINITION =
            EngineWorkerDefinition.onRequest("iii-queue", setup -> builtIn(QueueConfig.read(setup.config())));

    /**
     * Names the worker {@code queue} and creates it from its configuration. Without a config file it replaces both queue
     * workers.
     */
    public static final EngineWorkerDefinition STANDALONE_DEFINITION =
            EngineWorkerDefinition.of("queue", setup -> standalone(QueueConfig.read(setup.config())));

    private static final Struct PUBLISH_TOPIC = Struct.of(
            "QueueInput",
            Field.string("topic").describedAs("The exact name of the topic."),
            Field.json("data").describedAs("The payload for every subscriber."));
    private static final Struct PUBLISH_QUEUE = Struct.of(
            "PublishInput",
            Field.string("topic").orAlso("queue").describedAs("The exact name of the topic."),
            Field.json("data").describedAs("The payload for every subscriber."));
    private static final Struct ENQUEUE = Struct.of(
            "EnqueueInput",
            Field.string("queue").describedAs("The name of the queue."),
            Field.string("function_id").describedAs("The function to call."),
            Field.json("data").describedAs("The payload of the call."),
            Field.string("messageReceiptId").describedAs("The id by which the caller knows the message."),
            Field.string("namespace").optional().describedAs("The namespace of the function."),
            Field.string("traceparent").optional().describedAs("The traceparent of the caller."),
            Field.string("baggage").optional().describedAs("The baggage of the caller."));

    /** The objects that exist after the worker is installed. */
    private record Installed(Topics topics, NamedQueues queues, DeliveryLog log) {}

    private final Dialect dialect;
    private final QueueOptions options;
    private @Nullable Installed installed;

    private QueueWorker(Dialect dialect, QueueOptions options) {
        this.dialect = dialect;
        this.options = options;
    }

    /** Creates the worker {@code iii-queue}. */
    public static QueueWorker builtIn(QueueOptions options) {
        return new QueueWorker(Dialect.BUILT_IN, options);
    }

    /** Creates the worker {@code queue}. */
    public static QueueWorker standalone(QueueOptions options) {
        return new QueueWorker(Dialect.STANDALONE, options);
    }

    @Override
    public String name() {
        return dialect.workerName();
    }

    @Override
    public String description() {
        return "Queues with retries and dead letters.";
    }

    @Override
    public void install(Installer installer) {
        EngineContext engine = installer.engine();
        DeliveryLog log = new DeliveryLog(engine.clock());
        MessageQueue.SharedServices shared = new MessageQueue.SharedServices(
                engine.clock(), log, new MemoryQuota(options.limits().maxBytes()), options.limits());
        Topics topics = new Topics(engine, dialect, options.topics(), shared);
        NamedQueues queues = new NamedQueues(engine, options.queues(), shared);
        installed = new Installed(topics, queues, log);
        installer.triggerType(
                new TriggerTypeSpec(
                        "durable:subscriber",
                        "A message was published on a durable topic",
                        SubscriberConfig.SHAPE.schema(),
                        null),
                topics);
        Struct publish = dialect == Dialect.STANDALONE ? PUBLISH_QUEUE : PUBLISH_TOPIC;
        installer.function(
                FunctionSpec.of("iii::durable::publish", "Publishes a message on a durable topic")
                        .takes(publish),
                call -> publish(publish, call));
        if (dialect == Dialect.STANDALONE) {
            DefineFunction.install(installer, queues);
            installer.function(
                    FunctionSpec.of("engine::queue::enqueue", "Adds a call to a queue")
                            .takes(ENQUEUE),
                    this::enqueue);
        }
        new QueueFunctions(dialect, topics, queues).install(installer);
    }

    @Override
    public void close() {
        Installed here = installed();
        try {
            here.topics().close();
        } finally {
            here.queues().close();
        }
    }

    private Outcome publish(Struct shape, Invocation call) {
        Fields in = shape.read(call.payload());
        String topic = in.string("topic");
        if (topic.isEmpty()) {
            throw new InvocationFailed("topic_not_set", "Topic is not set");
        }
        List<MessageQueue> queues;
        try {
            queues = installed().topics().publish(topic, in.raw("data"), call.trace());
        } catch (QueueFullException e) {
            throw new InvocationFailed("queue_full", e.reason());
        }
        if (queues.isEmpty()) {
            installed().log().nobodySubscribes(topic);
        }
        call.afterAnswer(() -> queues.forEach(MessageQueue::drain));
        return Outcome.NONE;
    }

    private Outcome enqueue(Invocation call) {
        Fields in = ENQUEUE.read(call.payload());
        String queue = required(in, "queue");
        String receipt = required(in, "messageReceiptId");
        String namespace = in.optionalString("namespace");
        if (namespace != null && namespace.isBlank()) {
            throw new InvocationFailed(
                    "INVALID_NAMESPACE", "namespace must not be blank; omit it for the default namespace");
        }
        TargetFunction target =
                new TargetFunction(required(in, "function_id"), namespace == null ? Namespaces.DEFAULT : namespace);
        TraceContext trace = TraceContext.of(in.optionalString("traceparent"), in.optionalString("baggage"));
        RawJson payload = in.raw("data");
        installed().queues().enqueue(queue, new Job(receipt, target, payload, trace));
        return Outcome.value(new ObjectWriter().put("messageReceiptId", receipt).end());
    }

    private static String required(Fields in, String field) {
        String value = in.string(field);
        if (value.isBlank()) {
            throw new InvocationFailed("invalid_message", field + " is required");
        }
        return value;
    }

    private Installed installed() {
        return Objects.requireNonNull(installed);
    }
}
