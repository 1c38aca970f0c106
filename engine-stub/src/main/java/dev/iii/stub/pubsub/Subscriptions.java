package dev.iii.stub.pubsub;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Trigger;
import dev.iii.stub.core.TriggerProvider;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who subscribes to which topic. Each subscription stands for itself: one that ends or moves to another topic leaves all
 * others as they are, unlike on the real engine.
 */
final class Subscriptions implements TriggerProvider {

    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);
    private static final byte[] TOPIC = "topic".getBytes(StandardCharsets.US_ASCII);

    static final Struct CONFIG =
            Struct.of("SubscribeTriggerConfig", Field.string("topic").describedAs("The topic, exactly."));

    private final Map<String, List<Trigger>> byTopic = new ConcurrentHashMap<>();
    /** Touched under the engine's lock only. */
    private final Map<String, String> topicById = new HashMap<>();

    /** The subscriptions of a topic, in the order in which they began. */
    List<Trigger> of(String topic) {
        return byTopic.getOrDefault(topic, List.of());
    }

    @Override
    public void register(Trigger trigger) {
        remove(trigger.id());
        String topic = topicOf(trigger.config());
        if (topic.isEmpty()) {
            log.warn(
                    "The subscribe trigger {} for function {} never fires: its config has no topic",
                    trigger.id(),
                    trigger.functionId());
            return;
        }
        topicById.put(trigger.id(), topic);
        byTopic.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(trigger);
    }

    @Override
    public void unregister(Trigger trigger) {
        remove(trigger.id());
    }

    private void remove(String id) {
        String topic = topicById.remove(id);
        List<Trigger> subscribers = topic == null ? null : byTopic.get(topic);
        if (topic != null && subscribers != null) {
            subscribers.removeIf(trigger -> trigger.id().equals(id));
            if (subscribers.isEmpty()) {
                byTopic.remove(topic);
            }
        }
    }

    private static String topicOf(RawJson config) {
        if (config.isObject()) {
            JsonCursor members = JsonCursor.ofObject(config);
            while (members.next()) {
                if (members.nameIs(TOPIC) && JsonText.isString(members.value())) {
                    return JsonText.string(members.value());
                }
            }
        }
        return "";
    }
}
