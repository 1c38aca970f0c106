package dev.iii.sdk.queue;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.internal.check.Arguments;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client for durable topics and queues, and their dead letters (engine behaviour, section 12). They are in the namespace
 * {@code default}, regardless of the namespace of the worker. Created by {@link dev.iii.sdk.Worker#queues}. Thread-safe.
 *
 * <p>Each operation is one call of the engine and throws what {@link dev.iii.sdk.Worker#trigger(String, Object)} throws. The
 * operations of {@link #async} do not wait. To put a call into a named queue, use {@link Call#enqueue}.
 *
 * <pre>{@code
 * worker.queues().publish("orders", order);
 * for (DeadLetter letter : worker.queues().deadLetters("orders", 0, 100)) {
 *     log.warn("{} failed {} times: {}", letter.id(), letter.deliveries(), letter.error());
 * }
 * worker.queues().redrive("orders");
 * }</pre>
 *
 * <p>The adapters of the engine differ (section 22).
 *
 * <table>
 * <caption>Adapters of durable topics</caption>
 * <tr><th></th><th>builtin</th><th>RabbitMQ</th><th>Redis</th></tr>
 * <tr><td>Messages are published while the subscriber is disconnected.</td><td>They are lost.</td><td>They are
 *     kept.</td><td>They are lost.</td></tr>
 * <tr><td>A handler fails.</td><td>{@code maxRetries} and {@code backoff} of the trigger apply.</td><td>The message is
 *     delivered again immediately, up to the number of deliveries in the engine configuration. The settings of the trigger
 *     have no effect.</td><td>There is one delivery.</td></tr>
 * <tr><td>dead letters</td><td>All operations of this client are available.</td><td>Not accessible: the list is empty, counts
 *     are 0, redrive and discard fail.</td><td>There are none; redrive and discard fail.</td></tr>
 * <tr><td>{@code fifo}</td><td>In order.</td><td>In order on one engine.</td><td>No effect.</td></tr>
 * <tr><td>One function is bound on two engines.</td><td>There are two queues.</td><td>There is one queue: each message goes to
 *     one of the engines.</td><td>Each message goes to both engines.</td></tr>
 * <tr><td>The broker was restarted.</td><td>–</td><td>Publishing succeeds, but messages are lost until the engine is
 *     restarted.</td><td>Subscriptions receive nothing until they are registered again.</td></tr>
 * </table>
 *
 * <p>Tests of an application may implement this interface and then need no engine. New methods may be added in later
 * versions.
 */
public interface QueueClient {

    /**
     * Returns a client that sets options of each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}.
     *
     * @param options returns a copy of the call that it receives
     */
    QueueClient with(UnaryOperator<Call> options);

    /** Returns the same operations as methods that return futures. */
    Async async();

    /**
     * Publishes a message to a durable topic. The engine delivers it to each function that is bound to a {@link
     * dev.iii.sdk.trigger.DurableSubscriberTrigger} of the topic until the function returns without an error. This method
     * returns when the engine has accepted the message. With the builtin and the Redis adapter, messages are lost if the topic
     * does not have a subscriber yet.
     */
    void publish(String topic, @Nullable Object message);

    /**
     * Creates a queue for {@link Call#enqueue}, or changes the settings of an existing one. Settings that the definition does
     * not have become those of the engine. The standalone worker {@code queue} of the engine has the function for this, {@code
     * queue::define}. The built-in worker {@code iii-queue} serves durable topics only: it has no queues for calls.
     *
     * @return {@code true} if the queue was created or changed; {@code false} if it has these settings already
     * @throws dev.iii.sdk.error.FunctionNotFoundException if the engine does not have the function; the message names the
     *     worker that has it. It also contains the YAML for an older version of that worker, which defines its queues in its
     *     configuration only ({@link QueueDefinition#toYaml})
     */
    boolean define(QueueDefinition queue);

    /** Returns the topics and queues that the engine knows. */
    List<QueueTopic> topics();

    /** Returns the statistics of a topic or queue; zeros if none has this name. */
    QueueStats stats(String topic);

    /**
     * Returns the topics and queues that can have dead letters, with the number of their dead letters. A queue may be listed
     * under two names.
     */
    List<DeadLetterTopic> deadLetterTopics();

    /**
     * Returns some of the dead letters of a topic or queue: messages that could not be delivered successfully.
     *
     * @param offset the number of dead letters to skip, at least 0
     * @param limit the maximum number of dead letters to return, at least 1
     */
    List<DeadLetter> deadLetters(String topic, int offset, int limit);

    /**
     * Returns all dead letters of a topic or queue. The iterator fetches them page by page. If dead letters are redriven or
     * discarded during the iteration, the iterator skips later ones: copy them to a list first.
     *
     * @param pageSize the number of dead letters to fetch with one call, at least 1
     */
    default Iterable<DeadLetter> eachDeadLetter(String topic, int pageSize) {
        Arguments.notBlank(topic, "topic");
        Arguments.atLeast(1, pageSize, "pageSize");
        return () -> new DeadLetterPages(offset -> deadLetters(topic, offset, pageSize), pageSize);
    }

    /**
     * Puts all dead letters of a topic or queue back into it.
     *
     * @return the number of dead letters that were put back
     */
    long redrive(String queue);

    /**
     * Puts one dead letter back into its topic or queue.
     *
     * @return {@code true} if the dead letter existed
     */
    boolean redriveMessage(String queue, String messageId);

    /**
     * Deletes one dead letter.
     *
     * @return {@code true} if the dead letter existed
     */
    boolean discard(String queue, String messageId);

    /**
     * The operations of {@link QueueClient} without waiting, except {@link QueueClient#eachDeadLetter}. A future completes on a
     * callback thread of the worker, and fails with the exception that the blocking operation throws. Cancelling it abandons
     * the call; the engine may execute it nevertheless. Arguments are checked before a method returns. Thread-safe.
     */
    interface Async {

        /** Publishes a message without waiting; the future completes with {@code null}. See {@link QueueClient#publish}. */
        CompletableFuture<Void> publish(String topic, @Nullable Object message);

        /** Creates or changes a queue without waiting. See {@link QueueClient#define}. */
        CompletableFuture<Boolean> define(QueueDefinition queue);

        /** Lists the topics and queues without waiting. See {@link QueueClient#topics}. */
        CompletableFuture<List<QueueTopic>> topics();

        /** Reads the statistics of a topic or queue without waiting. See {@link QueueClient#stats}. */
        CompletableFuture<QueueStats> stats(String topic);

        /** Lists the topics that can have dead letters without waiting. See {@link QueueClient#deadLetterTopics}. */
        CompletableFuture<List<DeadLetterTopic>> deadLetterTopics();

        /** Reads some of the dead letters without waiting. See {@link QueueClient#deadLetters}. */
        CompletableFuture<List<DeadLetter>> deadLetters(String topic, int offset, int limit);

        /** Puts all dead letters back without waiting. See {@link QueueClient#redrive}. */
        CompletableFuture<Long> redrive(String queue);

        /** Puts one dead letter back without waiting. See {@link QueueClient#redriveMessage}. */
        CompletableFuture<Boolean> redriveMessage(String queue, String messageId);

        /** Deletes one dead letter without waiting. See {@link QueueClient#discard}. */
        CompletableFuture<Boolean> discard(String queue, String messageId);
    }
}
