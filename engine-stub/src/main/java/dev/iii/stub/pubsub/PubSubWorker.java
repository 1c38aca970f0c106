package dev.iii.stub.pubsub;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Call;
import dev.iii.stub.core.Engine;
import dev.iii.stub.core.EngineWorker;
import dev.iii.stub.core.FunctionSpec;
import dev.iii.stub.core.Installer;
import dev.iii.stub.core.Invocation;
import dev.iii.stub.core.InvocationFailed;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.core.Trigger;
import dev.iii.stub.core.TriggerTypeSpec;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import java.util.List;

/** The worker {@code iii-pubsub}. */
public final class PubSubWorker implements EngineWorker {

    private static final Struct PUBLISH = Struct.of(
            "PubSubInput",
            Field.string("topic").describedAs("Where to publish."),
            Field.json("data").describedAs("What each subscriber gets."));

    private final Subscriptions subscriptions = new Subscriptions();

    /** A worker without subscriptions. */
    public PubSubWorker() {
        // Declared so that it is part of the surface on purpose.
    }

    /**
     * Whether all other subscriptions of a topic fall silent when one of them ends, until each is registered again: what
     * the real engine's local adapter does.
     */
    public void silenceOthersWhenOneEnds(boolean silence) {
        subscriptions.silenceOthersWhenOneEnds(silence);
    }

    /**
     * Makes all subscriptions that there are deaf until each is unregistered and registered: what the real engine's Redis
     * adapter does when Redis is restarted.
     */
    public void loseBroker() {
        subscriptions.loseBroker();
    }

    @Override
    public String name() {
        return "iii-pubsub";
    }

    @Override
    public String description() {
        return "Messages by topic to all who subscribe.";
    }

    @Override
    public void install(Installer installer) {
        Engine engine = installer.engine();
        installer.triggerType(
                new TriggerTypeSpec(
                        "subscribe", "Something was published on a topic", Subscriptions.CONFIG.schema(), null),
                subscriptions);
        installer.function(
                FunctionSpec.of("publish", "Publishes on a topic").takes(PUBLISH), call -> publish(engine, call));
    }

    private Outcome publish(Engine engine, Call call) {
        Fields in = PUBLISH.read(call.data());
        String topic = in.string("topic");
        if (topic.isEmpty()) {
            throw new InvocationFailed("topic_not_set", "Topic is not set");
        }
        List<Trigger> subscribers = subscriptions.of(topic);
        if (!subscribers.isEmpty()) {
            RawJson data = in.raw("data");
            call.afterAnswer(() -> subscribers.forEach(trigger -> engine.fire(trigger, Invocation.of(trigger, data))));
        }
        return Outcome.NONE;
    }
}
