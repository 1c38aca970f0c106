package dev.iii.stub.pubsub;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import dev.iii.stub.setup.Adapters;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerSetup;
import java.util.List;

/** The engine worker {@code iii-pubsub}. */
public final class PubSubWorker implements EngineWorker {

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION =
            EngineWorkerDefinition.of("iii-pubsub", PubSubWorker::create).withAlias("pubsub");

    private static final Struct PUBLISH = Struct.of(
            "PubSubInput",
            Field.string("topic").describedAs("The name of the topic."),
            Field.json("data").describedAs("The payload for each subscriber."));

    private final Subscriptions subscriptions = new Subscriptions();

    /** Creates a worker without subscriptions. */
    public PubSubWorker() {
        // Declared because it is part of the public API.
    }

    /**
     * Sets whether unregistering one subscription of a topic silences all others until each is registered again. The
     * local adapter of the real engine behaves like this. Default: {@code false}.
     */
    public void silenceOthersWhenOneEnds(boolean silence) {
        subscriptions.silenceOthersWhenOneEnds(silence);
    }

    /**
     * Silences all current subscriptions until each is unregistered and registered again. The Redis adapter of the real
     * engine behaves like this when Redis is restarted.
     */
    public void loseBroker() {
        subscriptions.loseBroker();
    }

    private static EngineWorker create(EngineWorkerSetup setup) {
        Adapters.warnUnless(setup.config(), "local", "messages stay in this process");
        return new PubSubWorker();
    }

    @Override
    public String name() {
        return "iii-pubsub";
    }

    @Override
    public String description() {
        return "Delivers messages by topic to all subscribers.";
    }

    @Override
    public void install(Installer installer) {
        EngineContext engine = installer.engine();
        installer.triggerType(
                new TriggerTypeSpec(
                        "subscribe", "A message was published on a topic", Subscriptions.CONFIG.schema(), null),
                subscriptions);
        installer.function(
                FunctionSpec.of("publish", "Publishes a message on a topic").takes(PUBLISH),
                call -> publish(engine, call));
    }

    private Outcome publish(EngineContext engine, Invocation call) {
        Fields in = PUBLISH.read(call.payload());
        String topic = in.string("topic");
        if (topic.isEmpty()) {
            throw new InvocationFailed("topic_not_set", "Topic is not set");
        }
        List<Trigger> subscribers = subscriptions.of(topic);
        if (!subscribers.isEmpty()) {
            RawJson payload = in.raw("data");
            call.afterAnswer(() -> subscribers.forEach(trigger -> engine.fire(trigger, Call.of(trigger, payload))));
        }
        return Outcome.NONE;
    }
}
