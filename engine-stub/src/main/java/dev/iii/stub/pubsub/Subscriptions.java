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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who subscribes to which topic. Each subscription stands for itself: one that ends or moves to another topic leaves all
 * others as they are, unlike on the real engine; but see {@link #silenceOthersWhenOneEnds} and {@link #loseBroker}.
 */
final class Subscriptions implements TriggerProvider {

    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);
    private static final byte[] TOPIC = "topic".getBytes(StandardCharsets.US_ASCII);

    static final Struct CONFIG =
            Struct.of("SubscribeTriggerConfig", Field.string("topic").describedAs("The topic, exactly."));

    private final Map<String, List<Trigger>> byTopic = new ConcurrentHashMap<>();
    /** Touched under the engine's lock only. */
    private final Map<String, String> topicById = new HashMap<>();
    /** Trigger ids that hear nothing until they are registered again. */
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    /** Trigger ids that hear nothing until they are unregistered and registered. */
    private final Set<String> dead = ConcurrentHashMap.newKeySet();

    private volatile boolean silencing;

    /** Whether all other subscriptions of a topic fall silent when one of them ends, as with the real local adapter. */
    void silenceOthersWhenOneEnds(boolean silence) {
        silencing = silence;
    }

    /** All subscriptions that there are fall silent for good, as with the real Redis adapter when Redis was restarted. */
    void loseBroker() {
        byTopic.values().forEach(subscribers -> subscribers.forEach(trigger -> dead.add(trigger.id())));
    }

    /** The subscriptions of a topic that hear what is published, in the order in which they began. */
    List<Trigger> of(String topic) {
        List<Trigger> subscribers = byTopic.getOrDefault(topic, List.of());
        if (forgotten.isEmpty() && dead.isEmpty()) {
            return subscribers;
        }
        return subscribers.stream()
                .filter(trigger -> !forgotten.contains(trigger.id()) && !dead.contains(trigger.id()))
                .toList();
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
        String topic = topicById.get(trigger.id());
        remove(trigger.id());
        dead.remove(trigger.id());
        if (silencing && topic != null) {
            byTopic.getOrDefault(topic, List.of()).forEach(other -> forgotten.add(other.id()));
        }
    }

    private void remove(String id) {
        forgotten.remove(id);
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
