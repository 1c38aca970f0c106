package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queues to which calls are added by queue name. Each message contains the function to call. Thread-safe. */
final class NamedQueues {

    /** The maximum number of queues. Queues created at run time are never removed, so their number needs a limit. */
    private static final int MAX_QUEUES = 10_000;

    private static final int MAX_NAMES = 20;

    private record NamedQueue(MessageQueue queue, NamedQueueOptions options) {}

    private final EngineContext engine;
    private final MessageQueue.SharedServices shared;
    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced as a whole, under the lock. */
    private volatile Map<String, NamedQueue> queues;

    NamedQueues(EngineContext engine, Map<String, NamedQueueOptions> options, MessageQueue.SharedServices shared) {
        this.engine = engine;
        this.shared = shared;
        Map<String, NamedQueue> all = new LinkedHashMap<>();
        options.forEach((name, ofQueue) -> all.put(name, new NamedQueue(make(name, ofQueue), ofQueue)));
        this.queues = all;
    }

    /**
     * Creates a queue, or changes the settings of an existing queue.
     *
     * @return {@code true} if anything has changed
     * @throws InvocationFailed if there are too many queues
     */
    boolean define(String name, NamedQueueOptions options) {
        lock.lock();
        try {
            NamedQueue existing = queues.get(name);
            if (existing != null && existing.options().equals(options)) {
                return false;
            }
            if (existing == null && queues.size() >= MAX_QUEUES) {
                throw new InvocationFailed(
                        "too_many_queues", "there are " + MAX_QUEUES + " queues already; use one of them");
            }
            MessageQueue queue = existing == null ? make(name, options) : existing.queue();
            queue.configure(options.delivery());
            queue.pollEvery(options.pollInterval());
            Map<String, NamedQueue> all = new LinkedHashMap<>(queues);
            all.put(name, new NamedQueue(queue, options));
            queues = all;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private MessageQueue make(String name, NamedQueueOptions options) {
        return new MessageQueue(
                name,
                shared,
                options.delivery(),
                new ToFunctions(name),
                options.pollInterval(),
                Arrivals.polledEvery(options.pollInterval(), shared.clock().nanoTime()));
    }

    /** Returns all queues by name, in the order of the configuration. */
    Map<String, MessageQueue> all() {
        Map<String, MessageQueue> all = new LinkedHashMap<>();
        queues.forEach((name, queue) -> all.put(name, queue.queue()));
        return all;
    }

    /** Returns the queue with this name. Returns {@code null} if there is none. */
    @Nullable
    MessageQueue find(String name) {
        NamedQueue queue = queues.get(name);
        return queue == null ? null : queue.queue();
    }

    /**
     * Adds a call to a queue. The next poll of the queue delivers it.
     *
     * @throws InvocationFailed if the queue does not exist or is full, or if the payload for a fifo queue does not
     *     contain the group field
     */
    void enqueue(String name, Job job) {
        NamedQueue queue = queues.get(name);
        if (queue == null) {
            throw new InvocationFailed(
                    "queue_not_found",
                    "the queue '" + name
                            + "' is not defined; add it to queue_configs or call queue::define. There are: "
                            + queues.keySet().stream().limit(MAX_NAMES).collect(Collectors.joining(", ")));
        }
        String group = queue.options().delivery().fifo() ? group(name, queue.options(), job.payload()) : "";
        try {
            queue.queue().reserve(job.payload().length());
        } catch (QueueFullException e) {
            throw new InvocationFailed("queue_full", e.reason());
        }
        queue.queue()
                .add(new Message(job.receipt(), job.target(), JsonText.detached(job.payload()), job.trace(), group));
    }

    /**
     * Returns the group of a payload: the JSON text of the group field, which may be any value except null. Strings
     * keep a quotation mark, so that the string {@code "1"} and the number {@code 1} are different groups.
     */
    private static String group(String name, NamedQueueOptions options, RawJson payload) {
        String field = options.messageGroupField();
        RawJson found = null;
        if (field != null && payload.isObject()) {
            byte[] fieldName = field.getBytes(StandardCharsets.UTF_8);
            JsonCursor members = JsonCursor.ofObject(payload);
            while (members.next()) {
                if (members.nameIs(fieldName)) {
                    found = members.value();
                }
            }
        }
        if (found == null || found.isNull()) {
            throw new InvocationFailed(
                    "message_group_missing",
                    "the payload has no field '" + field + "', which the fifo queue '" + name
                            + "' needs as the message group");
        }
        return JsonText.isString(found) ? "\"" + JsonText.string(found) : found.text();
    }

    void close() {
        queues.values().forEach(queue -> queue.queue().close());
    }

    /** Calls the function of each message if it is registered. */
    private final class ToFunctions implements Deliverer {

        private final String name;

        ToFunctions(String name) {
            this.name = name;
        }

        @Override
        public boolean reaches(TargetFunction target) {
            return engine.function(target.namespace(), target.functionId()).isPresent();
        }

        @Override
        public void deliver(Message message, Consumer<Outcome> done) {
            TraceContext trace = SpanDisplayTags.removedFrom(message.trace);
            Tracing.Span span = engine.tracing()
                    .begin(
                            "fn_queue " + name,
                            trace,
                            DeliverySpan.attributes(name, "function_id", message.target.functionId()));
            Call invocation = Call.of(message.target.functionId(), message.payload)
                    .in(message.target.namespace())
                    .withTrace(span.context());
            engine.invoke(invocation, outcome -> {
                span.end(outcome instanceof Outcome.Failure failure ? failure.error() : null);
                done.accept(outcome);
            });
        }
    }
}
