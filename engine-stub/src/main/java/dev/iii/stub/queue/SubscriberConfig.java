package dev.iii.stub.queue;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;

/**
 * The config of a {@code durable:subscriber} trigger. Invalid values are ignored, as on the real engine, but logged.
 *
 * @param topic the topic; empty for none
 * @param options the delivery settings
 * @param conditionFunctionId the function that decides whether a message is delivered, or {@code null} for none
 */
record SubscriberConfig(
        String topic, DeliveryOptions options, @Nullable String conditionFunctionId) {

    private static final Logger log = BoundedLogger.of(SubscriberConfig.class);

    static final Struct SHAPE = Struct.of(
            "QueueTriggerConfig",
            Field.string("topic").describedAs("The exact name of the topic."),
            Field.string("condition_function_id")
                    .optional()
                    .describedAs(
                            "A function that is called first with the same payload; if it returns false, the message"
                                    + " is dropped."),
            Field.json("queue_config")
                    .optional()
                    .describedAs("The delivery settings: type (fifo or standard), maxRetries, backoffDelayMs,"
                            + " concurrency."));

    /** Reads the config of a trigger. Missing values are taken from {@code defaults}. */
    static SubscriberConfig of(Trigger trigger, Dialect dialect, DeliveryOptions defaults) {
        Reader config = new Reader(trigger, tree(trigger.config()));
        String topic = config.text("topic");
        Long retries = null;
        Long backoff = null;
        if (dialect == Dialect.STANDALONE) {
            topic = topic == null ? config.text("queue") : topic;
            retries = config.number("max_retries");
            backoff = config.number("backoff_ms");
        }
        Reader queue = config.object("queue_config");
        retries = retries == null ? queue.number("maxRetries") : retries;
        backoff = backoff == null ? queue.number("backoffDelayMs") : backoff;
        Long concurrency = queue.number("concurrency");
        String type = queue.text("type");
        DeliveryOptions options = new DeliveryOptions(
                type == null ? defaults.fifo() : type.equals("fifo"),
                retries == null ? defaults.maxDeliveries() : toInt(retries + 1),
                concurrency == null ? defaults.concurrency() : toInt(concurrency),
                backoff == null ? defaults.backoff() : Duration.ofMillis(backoff),
                defaults.timeout());
        return new SubscriberConfig(topic == null ? "" : topic, options, config.text("condition_function_id"));
    }

    private static @Nullable JsonNode tree(RawJson json) {
        try {
            return JsonText.tree(json);
        } catch (BadInputException e) {
            return null;
        }
    }

    private static int toInt(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private record Reader(Trigger trigger, @Nullable JsonNode node) {

        @Nullable
        String text(String key) {
            JsonNode value = value(key);
            if (value == null || value.isString()) {
                return value == null ? null : value.stringValue();
            }
            warn(key, "a string");
            return null;
        }

        @Nullable
        Long number(String key) {
            JsonNode value = value(key);
            if (value == null) {
                return null;
            }
            // Larger numbers exceed every limit anyway.
            if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
                return Math.min(value.longValue(), Integer.MAX_VALUE);
            }
            warn(key, "a non-negative integer");
            return null;
        }

        Reader object(String key) {
            JsonNode value = value(key);
            if (value != null && !value.isObject()) {
                warn(key, "an object");
            }
            return new Reader(trigger, value != null && value.isObject() ? value : null);
        }

        private @Nullable JsonNode value(String key) {
            JsonNode value = node == null ? null : node.get(key);
            return value == null || value.isNull() ? null : value;
        }

        private void warn(String key, String expected) {
            log.warn(
                    "The durable:subscriber trigger {} for function {} ignores its invalid {}: it must be {}",
                    trigger.id(),
                    trigger.functionId(),
                    key,
                    expected);
        }
    }
}
