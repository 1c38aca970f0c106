package dev.iii.stub.pubsub;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerIndex;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The subscriptions of each topic. They are independent: a subscription that is unregistered or moves to another topic
 * does not affect the others. The real engine differs; {@link #silenceOthersWhenOneEnds} and {@link #loseBroker}
 * simulate its behaviour.
 */
final class Subscriptions implements TriggerProvider {

    private static final Logger log = BoundedLogger.of(Subscriptions.class);
    private static final byte[] TOPIC = "topic".getBytes(StandardCharsets.US_ASCII);

    static final Struct CONFIG =
            Struct.of("SubscribeTriggerConfig", Field.string("topic").describedAs("The exact name of the topic."));

    private final TriggerIndex<String, Trigger> byTopic = new TriggerIndex<>();
    /** The ids of triggers that receive no messages until they are registered again. */
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    /** The ids of triggers that receive no messages until they are unregistered and registered again. */
    private final Set<String> dead = ConcurrentHashMap.newKeySet();

    private volatile boolean silencing;

    /**
     * Sets whether unregistering one subscription of a topic silences all others, as with the local adapter of the real
     * engine.
     */
    void silenceOthersWhenOneEnds(boolean silence) {
        silencing = silence;
    }

    /** Silences all current subscriptions, as with the Redis adapter of the real engine when Redis was restarted. */
    void loseBroker() {
        byTopic.forEach(trigger -> dead.add(trigger.id()));
    }

    /** Returns the subscriptions of a topic that are not silenced, in the order of registration. */
    List<Trigger> of(String topic) {
        List<Trigger> subscribers = byTopic.of(topic);
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
                    "The subscribe trigger {} for function {} never fires because its config has no topic",
                    trigger.id(),
                    trigger.functionId());
            return;
        }
        byTopic.put(trigger.id(), topic, trigger);
    }

    @Override
    public void unregister(Trigger trigger) {
        String topic = remove(trigger.id());
        dead.remove(trigger.id());
        if (silencing && topic != null) {
            byTopic.of(topic).forEach(other -> forgotten.add(other.id()));
        }
    }

    private @Nullable String remove(String id) {
        forgotten.remove(id);
        return byTopic.remove(id);
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
