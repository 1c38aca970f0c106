package dev.iii.sdk.queue;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A queue and how it delivers calls. Immutable: every setter returns a copy. Settings that are not set are those of the
 * engine.
 *
 * <pre>{@code
 * worker.queues().define(QueueDefinition.standard("alerts").maxRetries(5).backoff(Duration.ofSeconds(1)));
 * worker.queues().define(QueueDefinition.fifo("orders", "customerId").concurrency(4));
 * }</pre>
 */
public final class QueueDefinition {

    /** Names that YAML does not read as something else than a string. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private static final Set<String> YAML_WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final String name;
    private final @Nullable String groupField;
    private @Nullable Integer maxRetries;
    private @Nullable Duration backoff;
    private @Nullable Integer concurrency;

    private QueueDefinition(String name, @Nullable String groupField) {
        this.name = name;
        this.groupField = groupField;
    }

    /**
     * Creates a queue that delivers several calls at the same time, in any order.
     *
     * @throws IllegalArgumentException if the name is {@code null} or blank
     */
    public static QueueDefinition standard(String name) {
        return new QueueDefinition(Arguments.notBlank(name, "queue"), null);
    }

    /**
     * Creates a queue that delivers the calls of a group one after the other, in their order. A failed call is repeated before
     * the next one of its group.
     *
     * @param groupField the field of the payload whose value, a string or a number, is the group, for example {@code
     *     customerId}
     * @throws IllegalArgumentException if an argument is {@code null} or blank
     */
    public static QueueDefinition fifo(String name, String groupField) {
        return new QueueDefinition(Arguments.notBlank(name, "queue"), Arguments.notBlank(groupField, "group field"));
    }

    private QueueDefinition with(Consumer<QueueDefinition> change) {
        QueueDefinition copy = new QueueDefinition(name, groupField);
        copy.maxRetries = maxRetries;
        copy.backoff = backoff;
        copy.concurrency = concurrency;
        change.accept(copy);
        return copy;
    }

    /**
     * Sets the maximum number of deliveries after the first one; the call then becomes a dead letter. Default of the engine: 3.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public QueueDefinition maxRetries(int retries) {
        int checked = Arguments.atLeast(0, retries, "maxRetries");
        return with(copy -> copy.maxRetries = checked);
    }

    /**
     * Sets the delay before the first retry, which doubles with every further one. Default of the engine: 1 s.
     *
     * @throws IllegalArgumentException if the delay is {@code null} or negative
     */
    public QueueDefinition backoff(Duration delay) {
        Duration checked = Arguments.notNegative(delay, "backoff");
        return with(copy -> copy.backoff = checked);
    }

    /**
     * Sets the maximum number of calls that are delivered at the same time; for a fifo queue, of groups. Default of the engine:
     * 10.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public QueueDefinition concurrency(int calls) {
        int checked = Arguments.atLeast(1, calls, "concurrency");
        return with(copy -> copy.concurrency = checked);
    }

    /** Returns the name of the queue. */
    public String name() {
        return name;
    }

    /** Returns the field of the payload whose value is the group; empty for a standard queue. */
    public Optional<String> groupField() {
        return Optional.ofNullable(groupField);
    }

    /** Returns the maximum number of deliveries after the first one; empty for the default of the engine. */
    public Optional<Integer> maxRetries() {
        return Optional.ofNullable(maxRetries);
    }

    /** Returns the delay before the first retry; empty for the default of the engine. */
    public Optional<Duration> backoff() {
        return Optional.ofNullable(backoff);
    }

    /** Returns the maximum number of calls or groups that are delivered at the same time; empty for the default of the engine. */
    public Optional<Integer> concurrency() {
        return Optional.ofNullable(concurrency);
    }

    /** Returns the settings as the engine reads them: an entry of {@code queue_configs}. */
    public Json toJson() {
        JsonObject settings = new JsonObject().put("type", groupField == null ? "standard" : "fifo");
        if (groupField != null) {
            settings.put("message_group_field", groupField);
        }
        if (maxRetries != null) {
            settings.put("max_retries", maxRetries);
        }
        if (backoff != null) {
            settings.put("backoff_ms", backoff.toMillis());
        }
        if (concurrency != null) {
            settings.put("concurrency", concurrency);
        }
        return settings.toJson();
    }

    /**
     * Returns the queue as YAML for the configuration of the engine: the entry {@code queue_configs} of the {@code config} of
     * its queue worker. For an engine without the function that {@link QueueClient#define} calls.
     */
    public String toYaml() {
        StringBuilder yaml =
                new StringBuilder("queue_configs:\n  ").append(scalar(name)).append(":\n");
        line(yaml, "type", groupField == null ? "standard" : "fifo");
        line(yaml, "message_group_field", groupField == null ? null : scalar(groupField));
        line(yaml, "max_retries", maxRetries);
        line(yaml, "backoff_ms", backoff == null ? null : backoff.toMillis());
        line(yaml, "concurrency", concurrency);
        return yaml.toString();
    }

    private static void line(StringBuilder yaml, String key, @Nullable Object value) {
        if (value != null) {
            yaml.append("    ").append(key).append(": ").append(value).append('\n');
        }
    }

    /** A JSON string is a string of YAML, too. */
    private static String scalar(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !YAML_WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : Json.of(text).text();
    }

    @Override
    public String toString() {
        return "QueueDefinition[" + name + "]";
    }
}
