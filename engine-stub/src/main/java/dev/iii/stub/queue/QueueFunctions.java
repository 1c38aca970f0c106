package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.NumberLimits;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions for administrators of queues: they list queues and dead letters, and redrive or discard dead letters.
 */
final class QueueFunctions {

    private static final Struct REDRIVE = Struct.of(
            "RedriveInput",
            Field.string("queue").orAlso("topic").describedAs("The queue or topic whose dead letters are redriven."));
    private static final Struct ONE_MESSAGE = Struct.of(
            "RedriveSingleInput",
            Field.string("queue").orAlso("topic").describedAs("The queue or topic of the dead letter."),
            Field.string("message_id").describedAs("The id of the dead letter, from engine::queue::dlq_messages."));
    private static final Struct STATS =
            Struct.of("TopicStatsInput", Field.string("topic").orAlso("queue").describedAs("The topic or queue."));
    private static final Struct DEAD_LETTERS = Struct.of(
            "DlqMessagesInput",
            Field.string("topic").orAlso("queue").describedAs("The topic or queue."),
            Field.u64("offset").orElse("0").describedAs("The number of dead letters to skip. Default: 0."),
            Field.u64("limit")
                    .orElse("50")
                    .describedAs("The maximum number of dead letters in the result. Default: 50."));

    private static final int DEFAULT_PAGE = 50;
    /** Ends a page at this size, so that its frame does not become too large to send. */
    private static final int MAX_PAGE_BYTES = 8 << 20;

    private static final String INNER_NAME = "__fn_queue::";

    private final Dialect dialect;
    private final Topics topics;
    private final NamedQueues queues;

    QueueFunctions(Dialect dialect, Topics topics, NamedQueues queues) {
        this.dialect = dialect;
        this.topics = topics;
        this.queues = queues;
    }

    void install(Installer installer) {
        installer.function(
                FunctionSpec.of("engine::queue::list_topics", "Lists all topics and queues"), call -> listTopics());
        installer.function(
                FunctionSpec.of("engine::queue::topic_stats", "Counts the messages and consumers of a topic or queue")
                        .takes(STATS),
                this::topicStats);
        installer.function(
                FunctionSpec.of("engine::queue::dlq_topics", "Counts the dead letters of all topics and queues"),
                call -> deadLetterTopics());
        installer.function(
                FunctionSpec.of("engine::queue::dlq_messages", "Lists dead letters, the newest first")
                        .takes(DEAD_LETTERS),
                this::deadLetters);
        installer.function(
                FunctionSpec.of("iii::queue::redrive", "Puts all dead letters back into their queue")
                        .takes(REDRIVE),
                this::redrive);
        installer.function(
                FunctionSpec.of("iii::queue::redrive_message", "Puts one dead letter back into its queue")
                        .takes(ONE_MESSAGE),
                this::redriveMessage);
        installer.function(
                FunctionSpec.of("iii::queue::discard_message", "Discards one dead letter")
                        .takes(ONE_MESSAGE),
                this::discardMessage);
    }

    private Outcome listTopics() {
        List<RawJson> rows = new ArrayList<>();
        topics.subscribed().forEach((topic, triggers) -> rows.add(topicRow(topic, "builtin", triggers)));
        queues.all()
                .forEach((name, queue) -> rows.add(topicRow(name, dialect.namedQueueBroker(), queue.concurrency())));
        return Outcome.value(ObjectWriter.array(rows));
    }

    private static RawJson topicRow(String name, String brokerType, int subscribers) {
        return new ObjectWriter()
                .put("name", name)
                .put("broker_type", brokerType)
                .put("subscriber_count", subscribers)
                .end();
    }

    private Outcome topicStats(Invocation call) {
        String topic = STATS.read(call.payload()).string("topic");
        require(topic, "topic_required", "topic is required");
        MessageQueue named = queues.find(topic);
        List<MessageQueue> all = queues(topic);
        return Outcome.value(new ObjectWriter()
                .put("depth", all.stream().mapToInt(MessageQueue::depth).sum())
                .put("consumer_count", named == null ? topics.triggers(topic) : named.concurrency())
                .put("dlq_depth", deadLetterCount(all))
                .put("config", RawJson.NULL)
                .end());
    }

    private Outcome deadLetterTopics() {
        List<RawJson> rows = new ArrayList<>();
        for (String topic : topics.names()) {
            rows.add(deadLetterRow(topic, "builtin", deadLetterCount(topics.queues(topic))));
        }
        if (dialect == Dialect.BUILT_IN) {
            // The real engine also lists each of its named queues under the inner name.
            queues.all()
                    .forEach((name, queue) ->
                            rows.add(deadLetterRow(INNER_NAME + name, "builtin", queue.deadLetterCount())));
        }
        queues.all().forEach((name, queue) -> rows.add(deadLetterRow(name, "function_queue", queue.deadLetterCount())));
        return Outcome.value(ObjectWriter.array(rows));
    }

    private static RawJson deadLetterRow(String topic, String brokerType, int messages) {
        return new ObjectWriter()
                .put("topic", topic)
                .put("broker_type", brokerType)
                .put("message_count", messages)
                .end();
    }

    private Outcome deadLetters(Invocation call) {
        Fields in = DEAD_LETTERS.read(call.payload());
        String topic = in.string("topic");
        require(topic, "topic_required", "topic is required");
        int offset = number(in.optional("offset"), 0);
        int limit = number(in.optional("limit"), DEFAULT_PAGE);
        List<DeadLetter> letters = new ArrayList<>();
        queues(topic).forEach(queue -> letters.addAll(queue.deadLetters()));
        letters.sort(Comparator.comparing(DeadLetter::failedAt).reversed());
        List<RawJson> rows = new ArrayList<>();
        int bytes = 0;
        for (int i = offset; i < letters.size() && i - offset < limit && bytes < MAX_PAGE_BYTES; i++) {
            DeadLetter letter = letters.get(i);
            RawJson row = new ObjectWriter()
                    .put("id", letter.id())
                    .put("payload", letter.payload())
                    .put("error", letter.error())
                    .put("failed_at", letter.failedAt().getEpochSecond())
                    .put("retries", letter.deliveries())
                    .put("size_bytes", letter.payload().length())
                    .end();
            rows.add(row);
            bytes += row.length();
        }
        return Outcome.value(ObjectWriter.array(rows));
    }

    private Outcome redrive(Invocation call) {
        String name = REDRIVE.read(call.payload()).string("queue");
        require(name, "queue_not_set", "Queue name is required");
        List<MessageQueue> all = queues(name);
        int redriven = all.stream().mapToInt(MessageQueue::redriveAll).sum();
        call.afterAnswer(() -> all.forEach(MessageQueue::drain));
        return Outcome.value(
                new ObjectWriter().put("queue", name).put("redriven", redriven).end());
    }

    private Outcome redriveMessage(Invocation call) {
        Fields in = ONE_MESSAGE.read(call.payload());
        String id = messageId(in);
        for (MessageQueue queue : queues(in.string("queue"))) {
            if (queue.redrive(id)) {
                call.afterAnswer(queue::drain);
                return oneMessage(in, 1);
            }
        }
        return oneMessage(in, 0);
    }

    private Outcome discardMessage(Invocation call) {
        Fields in = ONE_MESSAGE.read(call.payload());
        String id = messageId(in);
        boolean discarded = queues(in.string("queue")).stream().anyMatch(queue -> queue.discard(id));
        return oneMessage(in, discarded ? 1 : 0);
    }

    private static String messageId(Fields in) {
        require(in.string("queue"), "queue_not_set", "Queue name is required");
        String id = in.string("message_id");
        require(id, "message_id_not_set", "Message ID is required");
        return id;
    }

    private static Outcome oneMessage(Fields in, int concerned) {
        return Outcome.value(new ObjectWriter()
                .put("queue", in.string("queue"))
                .put("message_id", in.string("message_id"))
                .put("redriven", concerned)
                .end());
    }

    /** Returns the named queue with this name. Without one, returns the queues of the topic with this name. */
    private List<MessageQueue> queues(String name) {
        MessageQueue named = queues.find(name);
        return named == null ? topics.queues(name) : List.of(named);
    }

    private static int deadLetterCount(List<MessageQueue> queues) {
        return queues.stream().mapToInt(MessageQueue::deadLetterCount).sum();
    }

    private static void require(String value, String code, String message) {
        if (value.isEmpty()) {
            throw new InvocationFailed(code, message);
        }
    }

    private static int number(@Nullable RawJson value, int absent) {
        return value == null
                ? absent
                : NumberLimits.integer(value)
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .intValue();
    }
}
