package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.Invocation;
import dev.iii.stub.core.InvocationFailed;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.core.TraceContext;
import dev.iii.stub.core.Tracing;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queues that calls are put into by name. Each message says which function it is for. Thread-safe. */
final class NamedQueues {

    /** Queues that are made at run time are never removed, so there is an end to them. */
    private static final int MAX_QUEUES = 10_000;

    private static final int MAX_NAMES = 20;

    private record NamedQueue(MessageQueue queue, NamedQueueOptions options) {}

    private final Engine engine;
    private final MessageQueue.Surroundings around;
    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced as a whole, under the lock. */
    private volatile Map<String, NamedQueue> queues;

    NamedQueues(Engine engine, Map<String, NamedQueueOptions> options, MessageQueue.Surroundings around) {
        this.engine = engine;
        this.around = around;
        Map<String, NamedQueue> all = new LinkedHashMap<>();
        options.forEach((name, ofQueue) -> all.put(name, new NamedQueue(make(name, ofQueue), ofQueue)));
        this.queues = all;
    }

    /**
     * Makes a queue, or delivers its messages in another way from now on.
     *
     * @return whether anything has changed
     * @throws InvocationFailed when there are too many queues
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
        return new MessageQueue(name, around, options.delivery(), new ToFunctions(name), options.pollInterval());
    }

    /** All queues by name, in the order of the config. */
    Map<String, MessageQueue> all() {
        Map<String, MessageQueue> all = new LinkedHashMap<>();
        queues.forEach((name, queue) -> all.put(name, queue.queue()));
        return all;
    }

    /** The queue of this name, {@code null} when there is none. */
    @Nullable
    MessageQueue find(String name) {
        NamedQueue queue = queues.get(name);
        return queue == null ? null : queue.queue();
    }

    /**
     * Puts a call into a queue, which is to be drained afterwards.
     *
     * @throws InvocationFailed when there is no such queue, it is full, or a fifo queue finds no group in the payload
     */
    MessageQueue enqueue(String name, Job job) {
        NamedQueue queue = queues.get(name);
        if (queue == null) {
            throw new InvocationFailed(
                    "queue_not_found",
                    "the queue '" + name
                            + "' is not defined; add it to queue_configs or call queue::define. There are: "
                            + queues.keySet().stream().limit(MAX_NAMES).collect(Collectors.joining(", ")));
        }
        String group = queue.options().delivery().fifo() ? group(name, queue.options(), job.data()) : "";
        try {
            queue.queue().reserve(job.data().length());
        } catch (QueueFullException e) {
            throw new InvocationFailed("queue_full", e.reason());
        }
        queue.queue().add(new Message(job.receipt(), job.target(), JsonText.detached(job.data()), job.trace(), group));
        return queue.queue();
    }

    /** The text of the group field: any value but null groups, a string and a number of the same text do not mix. */
    private static String group(String name, NamedQueueOptions options, RawJson data) {
        String field = options.messageGroupField();
        RawJson found = null;
        if (field != null && data.isObject()) {
            byte[] fieldName = field.getBytes(StandardCharsets.UTF_8);
            JsonCursor members = JsonCursor.ofObject(data);
            while (members.next()) {
                if (members.nameIs(fieldName)) {
                    found = members.value();
                }
            }
        }
        if (found == null || found.isNull()) {
            throw new InvocationFailed(
                    "message_group_missing",
                    "the fifo queue '" + name + "' needs the field '" + field
                            + "' in the data, which names the group of the message");
        }
        return JsonText.isString(found) ? "\"" + JsonText.string(found) : found.text();
    }

    void close() {
        queues.values().forEach(queue -> queue.queue().close());
    }

    /** Calls the function that each message is for, when it is there. */
    private final class ToFunctions implements Deliverer {

        private final String name;

        ToFunctions(String name) {
            this.name = name;
        }

        @Override
        public boolean reaches(Target target) {
            return engine.function(target.namespace(), target.functionId()).isPresent();
        }

        @Override
        public void deliver(Message message, Consumer<Outcome> done) {
            TraceContext trace = OwnTags.removedFrom(message.trace);
            Tracing.Span span = engine.tracing()
                    .begin(
                            "fn_queue " + name,
                            trace,
                            DeliverySpan.attributes(name, "function_id", message.target.functionId()));
            Invocation invocation = Invocation.of(message.target.functionId(), message.data)
                    .in(message.target.namespace())
                    .withTrace(span.context());
            engine.invoke(invocation, outcome -> {
                span.end(outcome instanceof Outcome.Failure failure ? failure.error() : null);
                done.accept(outcome);
            });
        }
    }
}
