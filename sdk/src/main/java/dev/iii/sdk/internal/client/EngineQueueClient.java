package dev.iii.sdk.internal.client;

import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.queue.DeadLetter;
import dev.iii.sdk.queue.DeadLetterTopic;
import dev.iii.sdk.queue.QueueClient;
import dev.iii.sdk.queue.QueueDefinition;
import dev.iii.sdk.queue.QueueStats;
import dev.iii.sdk.queue.QueueTopic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accesses topics, queues and dead letters by calls of the engine. Thread-safe. */
final class EngineQueueClient implements QueueClient {

    private static final String DEFINE = "queue::define";

    private final EngineClient engine;

    EngineQueueClient(EngineClient engine) {
        this.engine = engine;
    }

    @Override
    public QueueClient with(UnaryOperator<Call> options) {
        return new EngineQueueClient(engine.with(options));
    }

    @Override
    public Async async() {
        return new AsyncQueues();
    }

    @Override
    public void publish(String topic, @Nullable Object message) {
        engine.call(publishRequest(topic, message));
    }

    @Override
    public boolean define(QueueDefinition queue) {
        EngineRequest<Boolean> request = defineRequest(queue);
        try {
            return engine.call(request);
        } catch (FunctionNotFoundException e) {
            throw cannotDefine(queue, e);
        }
    }

    @Override
    public List<QueueTopic> topics() {
        return engine.call(topicsRequest());
    }

    @Override
    public QueueStats stats(String topic) {
        return engine.call(statsRequest(topic));
    }

    @Override
    public List<DeadLetterTopic> deadLetterTopics() {
        return engine.call(deadLetterTopicsRequest());
    }

    @Override
    public List<DeadLetter> deadLetters(String topic, int offset, int limit) {
        return engine.call(deadLettersRequest(topic, offset, limit));
    }

    @Override
    public long redrive(String queue) {
        return engine.call(redriveRequest(queue));
    }

    @Override
    public boolean redriveMessage(String queue, String messageId) {
        return engine.call(redriveMessageRequest(queue, messageId));
    }

    @Override
    public boolean discard(String queue, String messageId) {
        return engine.call(discardRequest(queue, messageId));
    }

    private final class AsyncQueues implements Async {

        @Override
        public CompletableFuture<Void> publish(String topic, @Nullable Object message) {
            return engine.callAsync(publishRequest(topic, message));
        }

        @Override
        public CompletableFuture<Boolean> define(QueueDefinition queue) {
            return EngineClient.withFailure(
                    engine.callAsync(defineRequest(queue)),
                    failure -> failure instanceof FunctionNotFoundException e ? cannotDefine(queue, e) : failure);
        }

        @Override
        public CompletableFuture<List<QueueTopic>> topics() {
            return engine.callAsync(topicsRequest());
        }

        @Override
        public CompletableFuture<QueueStats> stats(String topic) {
            return engine.callAsync(statsRequest(topic));
        }

        @Override
        public CompletableFuture<List<DeadLetterTopic>> deadLetterTopics() {
            return engine.callAsync(deadLetterTopicsRequest());
        }

        @Override
        public CompletableFuture<List<DeadLetter>> deadLetters(String topic, int offset, int limit) {
            return engine.callAsync(deadLettersRequest(topic, offset, limit));
        }

        @Override
        public CompletableFuture<Long> redrive(String queue) {
            return engine.callAsync(redriveRequest(queue));
        }

        @Override
        public CompletableFuture<Boolean> redriveMessage(String queue, String messageId) {
            return engine.callAsync(redriveMessageRequest(queue, messageId));
        }

        @Override
        public CompletableFuture<Boolean> discard(String queue, String messageId) {
            return engine.callAsync(discardRequest(queue, messageId));
        }
    }

    private EngineRequest<Void> publishRequest(String topic, @Nullable Object message) {
        return EngineRequest.withoutResult(
                "iii::durable::publish",
                topic(topic).put("data", engine.json(message)).toJson());
    }

    private static EngineRequest<List<QueueTopic>> topicsRequest() {
        return new EngineRequest<>(
                "engine::queue::list_topics",
                new JsonObject().toJson(),
                result -> JsonFields.list(result, EngineQueueClient::readTopic));
    }

    private static EngineRequest<QueueStats> statsRequest(String topic) {
        return new EngineRequest<>("engine::queue::topic_stats", topic(topic).toJson(), EngineQueueClient::readStats);
    }

    private static EngineRequest<List<DeadLetterTopic>> deadLetterTopicsRequest() {
        return new EngineRequest<>(
                "engine::queue::dlq_topics",
                new JsonObject().toJson(),
                result -> JsonFields.list(result, EngineQueueClient::readDeadLetterTopic));
    }

    private static EngineRequest<List<DeadLetter>> deadLettersRequest(String topic, int offset, int limit) {
        Json payload = topic(topic)
                .put("offset", Arguments.atLeast(0, offset, "offset"))
                .put("limit", Arguments.atLeast(1, limit, "limit"))
                .toJson();
        return new EngineRequest<>(
                "engine::queue::dlq_messages",
                payload,
                result -> JsonFields.list(result, EngineQueueClient::readDeadLetter));
    }

    private static EngineRequest<Long> redriveRequest(String queue) {
        return new EngineRequest<>("iii::queue::redrive", queue(queue).toJson(), EngineQueueClient::readCount);
    }

    private static EngineRequest<Boolean> redriveMessageRequest(String queue, String messageId) {
        return messageRequest("iii::queue::redrive_message", queue, messageId);
    }

    private static EngineRequest<Boolean> discardRequest(String queue, String messageId) {
        return messageRequest("iii::queue::discard_message", queue, messageId);
    }

    private static EngineRequest<Boolean> messageRequest(String functionId, String queue, String messageId) {
        Json payload = queue(queue)
                .put("message_id", Arguments.notBlank(messageId, "message id"))
                .toJson();
        return new EngineRequest<>(functionId, payload, result -> readCount(result) > 0);
    }

    private static EngineRequest<Boolean> defineRequest(QueueDefinition queue) {
        Json payload = new JsonObject()
                .put("queue", Arguments.notNull(queue, "queue").name())
                .put("config", queue.toJson())
                .toJson();
        return new EngineRequest<>(
                DEFINE,
                payload,
                result -> Boolean.TRUE.equals(result.field("changed").as(Boolean.class)));
    }

    private static FunctionNotFoundException cannotDefine(QueueDefinition queue, FunctionNotFoundException cause) {
        return new FunctionNotFoundException(
                "the engine does not have the function " + DEFINE + ", which its worker queue provides. Without that"
                        + " worker, calls cannot be put into queues:"
                        + " iii-queue serves topics only. Add it with 'iii"
                        + " worker add queue' in place of iii-queue. If the"
                        + " engine has an older version of the worker queue,"
                        + " the queue '" + queue.name()
                        + "' must be a part of its configuration. Add this to the config of the worker queue, and"
                        + " restart it:\n"
                        + queue.toYaml(),
                cause);
    }

    private static JsonObject topic(String topic) {
        return new JsonObject().put("topic", Arguments.notBlank(topic, "topic"));
    }

    private static JsonObject queue(String queue) {
        return new JsonObject().put("queue", Arguments.notBlank(queue, "queue"));
    }

    private static QueueTopic readTopic(Json json) {
        JsonFields fields = JsonFields.of(json, "a topic");
        return new QueueTopic(
                fields.text("name"), fields.text("broker_type", ""), fields.number("subscriber_count", 0));
    }

    private static QueueStats readStats(Json json) {
        JsonFields fields = JsonFields.of(json, "the state of a topic");
        return new QueueStats(
                fields.number("consumer_count", 0),
                fields.number("depth", 0),
                fields.number("dlq_depth", 0),
                Optional.ofNullable(fields.jsonOrNull("config")));
    }

    private static DeadLetterTopic readDeadLetterTopic(Json json) {
        JsonFields fields = JsonFields.of(json, "a topic");
        return new DeadLetterTopic(
                fields.text("topic"), fields.text("broker_type", ""), fields.number("message_count", 0));
    }

    private static DeadLetter readDeadLetter(Json json) {
        JsonFields fields = JsonFields.of(json, "a dead letter");
        return new DeadLetter(
                fields.text("id"),
                fields.json("payload"),
                fields.text("error", ""),
                Instant.ofEpochSecond(fields.number("failed_at", 0)),
                fields.number("retries", 0),
                fields.number("size_bytes", 0));
    }

    /** The engine reports the count of redriven and of discarded messages in the same field. */
    private static long readCount(Json json) {
        return JsonFields.of(json, "a count").number("redriven");
    }
}
