package dev.iii.stub.queue;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.core.environment.BoundedLogger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Reads the section of a queue worker in the config file. */
final class QueueConfig {

    private static final Logger log = BoundedLogger.of(QueueConfig.class);

    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final long MAX_MILLIS = Duration.ofDays(365).toMillis();
    private static final Set<String> IN_MEMORY = Set.of("builtin", "in_memory");

    private QueueConfig() {}

    /**
     * Reads the section.
     *
     * @throws dev.iii.stub.config.ConfigException if a value is invalid
     */
    static QueueOptions read(ConfigSection config) {
        DeliveryOptions topics = adapter(config.section("adapter"));
        Map<String, NamedQueueOptions> queues = new LinkedHashMap<>();
        ConfigSection named = config.section("queue_configs");
        if (named != null) {
            for (String name : named.keys()) {
                ConfigSection queue = named.section(name);
                queues.put(name, queue == null ? NamedQueueOptions.DEFAULT : queue(queue));
            }
        }
        return new QueueOptions(queues, topics, QueueLimits.DEFAULT);
    }

    /** Returns the settings of topics. Messages stay in memory, no matter which store the adapter names. */
    private static DeliveryOptions adapter(@Nullable ConfigSection adapter) {
        if (adapter == null) {
            return DeliveryOptions.OF_TOPICS;
        }
        String name = adapter.string("name", "builtin");
        ConfigSection found = adapter.section("config");
        ConfigSection settings = found == null ? ConfigSection.empty() : found;
        String method = settings.string("store_method", "in_memory");
        if (!IN_MEMORY.contains(name) || !method.equals("in_memory")) {
            log.warn(adapter.mistake("asks for the adapter \"" + name + "\" with the store method \"" + method
                            + "\"; messages stay in this process and end with it")
                    .getMessage());
            settings.keys();
            return DeliveryOptions.OF_TOPICS;
        }
        settings.ignore("file_path", "save_interval_ms", "poll_interval_ms");
        DeliveryOptions absent = DeliveryOptions.OF_TOPICS;
        return new DeliveryOptions(
                settings.oneOf("mode", "concurrent", List.of("concurrent", "fifo"))
                        .equals("fifo"),
                toInt(settings.integer("max_attempts", absent.maxDeliveries(), 1, MAX_U32)),
                toInt(settings.integer("concurrency", absent.concurrency(), 1, MAX_U32)),
                settings.millis("backoff_ms", absent.backoff(), 0, MAX_MILLIS),
                absent.timeout());
    }

    private static NamedQueueOptions queue(ConfigSection queue) {
        boolean fifo =
                queue.oneOf("type", "standard", List.of("standard", "fifo")).equals("fifo");
        String group = queue.string("message_group_field");
        if (fifo && (group == null || group.isBlank())) {
            throw queue.mistake("is a queue of type fifo and needs message_group_field, the field of the payload that "
                    + "names the group");
        }
        // Priorities are for RabbitMQ only.
        queue.ignore("max_priority", "priority_field", "redeliver_on_engine_restart");
        NamedQueueOptions absent = NamedQueueOptions.DEFAULT;
        DeliveryOptions delivery = new DeliveryOptions(
                fifo,
                toInt(1 + queue.integer("max_retries", absent.delivery().maxDeliveries() - 1, 0, MAX_U32)),
                toInt(queue.integer("concurrency", absent.delivery().concurrency(), 1, MAX_U32)),
                queue.millis("backoff_ms", absent.delivery().backoff(), 0, MAX_MILLIS),
                queue.millis("timeout_ms", NamedQueueOptions.DEFAULT_TIMEOUT, 1, MAX_MILLIS));
        return new NamedQueueOptions(
                delivery, group, queue.millis("poll_interval_ms", absent.pollInterval(), 1, MAX_MILLIS));
    }

    private static int toInt(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
