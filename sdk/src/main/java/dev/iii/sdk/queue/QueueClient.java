package dev.iii.sdk.queue;

import dev.iii.sdk.Call;
import dev.iii.sdk.Json;
import dev.iii.sdk.Worker;
import dev.iii.sdk.internal.Arguments;
import dev.iii.sdk.internal.client.Ask;
import dev.iii.sdk.internal.client.EngineCalls;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Durable topics and queues, and their dead letters (engine behaviour, section 12), in {@code default} whatever the
 * worker's namespace is. Each method is one call of the engine and throws what {@link Worker#trigger(String, Object)}
 * throws; its twin {@code …Async} does not wait, and its future completes on a thread for handlers. Thread-safe.
 *
 * <pre>{@code
 * worker.queues().publish("orders", order);
 * for (DeadLetter letter : worker.queues().deadLetters("orders", 0, 100)) {
 *     log.warn("{} failed {} times: {}", letter.id(), letter.deliveries(), letter.error());
 * }
 * worker.queues().redrive("orders");
 * }</pre>
 *
 * <p>A call is put into a named queue with {@link Call#enqueue}. What the adapters keep (section 22):
 *
 * <table>
 * <caption>Adapters of durable topics</caption>
 * <tr><th></th><th>builtin</th><th>RabbitMQ</th><th>Redis</th></tr>
 * <tr><td>published while the subscriber is away</td><td>lost</td><td>kept</td><td>lost</td></tr>
 * <tr><td>a handler that fails</td><td>{@code maxRetries} and {@code backoff} of the trigger</td><td>a number of deliveries
 *     that the engine is configured with, at once; the trigger's own settings do nothing</td><td>one delivery</td></tr>
 * <tr><td>dead letters</td><td>all of this class</td><td>out of reach: no list, counts of 0, redrive and discard
 *     fail</td><td>none; redrive and discard fail</td></tr>
 * <tr><td>{@code fifo}</td><td>in order</td><td>in order on one engine</td><td>does nothing</td></tr>
 * <tr><td>one function on two engines</td><td>two queues</td><td>one queue: each message to one of them</td><td>each message
 *     to both</td></tr>
 * <tr><td>a broker that was restarted</td><td>–</td><td>publishing succeeds and is lost until the engine is
 *     restarted</td><td>subscriptions stay dead until they are registered anew</td></tr>
 * </table>
 */
public final class QueueClient {

    private final EngineCalls engine;

    /** The queues as this worker sees them. */
    public QueueClient(Worker worker) {
        this(new EngineCalls(worker));
    }

    private QueueClient(EngineCalls engine) {
        this.engine = engine;
    }

    /** A client that says more about each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}. */
    public QueueClient with(UnaryOperator<Call> options) {
        return new QueueClient(engine.with(options));
    }

    /**
     * Publishes a message to a durable topic: it is delivered to each function that is bound to a {@link
     * dev.iii.sdk.trigger.DurableSubscriberTrigger} of the topic until that answers without an error. Returns when the engine
     * has taken it. Before the topic has a subscriber, messages are lost with the builtin and the Redis adapter.
     */
    public void publish(String topic, @Nullable Object message) {
        engine.tell(
                "iii::durable::publish",
                new JsonObject()
                        .put("topic", topic(topic))
                        .put("data", engine.json(message))
                        .toJson());
    }

    /** The same without waiting. */
    public CompletableFuture<Void> publishAsync(String topic, @Nullable Object message) {
        return engine.tellAsync(
                "iii::durable::publish",
                new JsonObject()
                        .put("topic", topic(topic))
                        .put("data", engine.json(message))
                        .toJson());
    }

    /** The topics and queues that the engine knows. */
    public List<QueueTopic> topics() {
        return engine.ask(new Ask<>(
                "engine::queue::list_topics",
                new JsonObject().toJson(),
                answer -> JsonFields.list(answer, QueueTopic::of)));
    }

    /** The same without waiting. */
    public CompletableFuture<List<QueueTopic>> topicsAsync() {
        return engine.askAsync(new Ask<>(
                "engine::queue::list_topics",
                new JsonObject().toJson(),
                answer -> JsonFields.list(answer, QueueTopic::of)));
    }

    /** How a topic or a queue stands; zeros when there is none of this name. */
    public QueueStats stats(String topic) {
        return engine.ask(new Ask<>(
                "engine::queue::topic_stats",
                new JsonObject().put("topic", topic(topic)).toJson(),
                QueueStats::of));
    }

    /** The same without waiting. */
    public CompletableFuture<QueueStats> statsAsync(String topic) {
        return engine.askAsync(new Ask<>(
                "engine::queue::topic_stats",
                new JsonObject().put("topic", topic(topic)).toJson(),
                QueueStats::of));
    }

    /** The topics and queues that can have dead letters, and how many they have. A queue may be there under two names. */
    public List<DeadLetterTopic> deadLetterTopics() {
        return engine.ask(new Ask<>(
                "engine::queue::dlq_topics",
                new JsonObject().toJson(),
                answer -> JsonFields.list(answer, DeadLetterTopic::of)));
    }

    /** The same without waiting. */
    public CompletableFuture<List<DeadLetterTopic>> deadLetterTopicsAsync() {
        return engine.askAsync(new Ask<>(
                "engine::queue::dlq_topics",
                new JsonObject().toJson(),
                answer -> JsonFields.list(answer, DeadLetterTopic::of)));
    }

    /**
     * Some of the dead letters of a topic or queue: messages that no delivery could get rid of.
     *
     * @param offset how many to leave out, at least 0
     * @param limit how many to give at most, at least 1
     */
    public List<DeadLetter> deadLetters(String topic, int offset, int limit) {
        return engine.ask(deadLetterPage(topic, offset, limit));
    }

    /** The same without waiting. */
    public CompletableFuture<List<DeadLetter>> deadLettersAsync(String topic, int offset, int limit) {
        return engine.askAsync(deadLetterPage(topic, offset, limit));
    }

    /**
     * All dead letters of a topic or queue, fetched page by page while one goes along. Those that are redriven or discarded
     * meanwhile make later ones be missed: take the list first.
     *
     * @param pageSize how many to fetch at once, at least 1
     */
    public Iterable<DeadLetter> eachDeadLetter(String topic, int pageSize) {
        topic(topic);
        Arguments.atLeast(1, pageSize, "pageSize");
        return () -> new DeadLetterPages(offset -> deadLetters(topic, offset, pageSize), pageSize);
    }

    /**
     * Puts all dead letters of a topic or queue back into it.
     *
     * @return how many
     */
    public long redrive(String queue) {
        return engine.ask(new Ask<>(
                "iii::queue::redrive",
                new JsonObject().put("queue", queue(queue)).toJson(),
                answer -> JsonFields.of(answer, "a count").number("redriven")));
    }

    /** The same without waiting. */
    public CompletableFuture<Long> redriveAsync(String queue) {
        return engine.askAsync(new Ask<>(
                "iii::queue::redrive",
                new JsonObject().put("queue", queue(queue)).toJson(),
                answer -> JsonFields.of(answer, "a count").number("redriven")));
    }

    /** Puts one dead letter back; whether there was such a one. */
    public boolean redriveMessage(String queue, String messageId) {
        return engine.ask(one("iii::queue::redrive_message", queue, messageId));
    }

    /** The same without waiting. */
    public CompletableFuture<Boolean> redriveMessageAsync(String queue, String messageId) {
        return engine.askAsync(one("iii::queue::redrive_message", queue, messageId));
    }

    /** Throws one dead letter away; whether there was such a one. */
    public boolean discard(String queue, String messageId) {
        return engine.ask(one("iii::queue::discard_message", queue, messageId));
    }

    /** The same without waiting. */
    public CompletableFuture<Boolean> discardAsync(String queue, String messageId) {
        return engine.askAsync(one("iii::queue::discard_message", queue, messageId));
    }

    private static Ask<List<DeadLetter>> deadLetterPage(String topic, int offset, int limit) {
        Json payload = new JsonObject()
                .put("topic", topic(topic))
                .put("offset", Arguments.atLeast(0, offset, "offset"))
                .put("limit", Arguments.atLeast(1, limit, "limit"))
                .toJson();
        return new Ask<>("engine::queue::dlq_messages", payload, answer -> JsonFields.list(answer, DeadLetter::of));
    }

    private static Ask<Boolean> one(String functionId, String queue, String messageId) {
        Json payload = new JsonObject()
                .put("queue", queue(queue))
                .put("message_id", Arguments.notBlank(messageId, "message id"))
                .toJson();
        return new Ask<>(
                functionId, payload, answer -> JsonFields.of(answer, "a count").number("redriven") > 0);
    }

    private static String topic(String topic) {
        return Arguments.notBlank(topic, "topic");
    }

    private static String queue(String queue) {
        return Arguments.notBlank(queue, "queue");
    }
}
