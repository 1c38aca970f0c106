package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Condition;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A function that subscribes to a topic, its queue, and the triggers that bind it. Several triggers of one function are
 * one subscriber. The trigger registered last determines the delivery settings.
 *
 * <p>The triggers are guarded by the lock of {@link Topics}.
 */
final class Subscriber implements Deliverer {

    /** The interval of the real engine. */
    static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private record Binding(Trigger trigger, SubscriberConfig config) {}

    private final EngineContext engine;
    private final TargetFunction target;
    private final String name;
    private final MessageQueue queue;
    private final List<Binding> bindings = new ArrayList<>();
    /**
     * The binding for deliveries. It is kept after its trigger is unregistered, for messages that are being delivered.
     */
    private volatile @Nullable Binding last;

    Subscriber(
            EngineContext engine,
            String topic,
            TargetFunction target,
            MessageQueue.SharedServices shared,
            DeliveryOptions options) {
        this.engine = engine;
        this.target = target;
        this.name = topic + "::" + target.functionId() + "@" + target.namespace();
        this.queue = new MessageQueue(
                name,
                shared,
                options,
                this,
                POLL_INTERVAL,
                Arrivals.polledEvery(POLL_INTERVAL, shared.clock().nanoTime()));
    }

    TargetFunction target() {
        return target;
    }

    MessageQueue queue() {
        return queue;
    }

    int triggers() {
        return bindings.size();
    }

    boolean isSubscribed() {
        return !bindings.isEmpty();
    }

    void bind(Trigger trigger, SubscriberConfig config) {
        bindings.add(new Binding(trigger, config));
        follow(bindings.get(bindings.size() - 1));
        queue.deliver(true);
    }

    void unbind(String triggerId) {
        bindings.removeIf(binding -> binding.trigger().id().equals(triggerId));
        if (bindings.isEmpty()) {
            queue.deliver(false);
        } else {
            follow(bindings.get(bindings.size() - 1));
        }
    }

    private void follow(Binding binding) {
        last = binding;
        queue.configure(binding.config().options());
    }

    @Override
    public boolean reaches(TargetFunction function) {
        // A missing function is a failed delivery, as on the real engine.
        return true;
    }

    @Override
    public void deliver(Message message, Consumer<Outcome> done) {
        Binding binding = last;
        if (binding == null) {
            throw new IllegalStateException("the queue " + name + " delivers a message without a subscription");
        }
        Tracing.Span span = engine.tracing()
                .begin("queue " + name, message.trace, DeliverySpan.attributes(name, "job_id", message.id));
        Consumer<Outcome> ended = outcome -> {
            span.end(outcome instanceof Outcome.Failure failure ? failure.error() : null);
            done.accept(outcome);
        };
        Call invocation = Call.of(binding.trigger(), message.payload).withTrace(span.context());
        String condition = binding.config().conditionFunctionId();
        if (condition == null) {
            engine.invoke(invocation, ended);
            return;
        }
        engine.ask(binding.trigger(), condition, message.payload, span.context(), answer -> {
            if (answer instanceof Condition.Passed) {
                engine.invoke(invocation, ended);
            } else if (answer instanceof Condition.Failed failed) {
                ended.accept(new Outcome.Failure(ofCondition(condition, failed.error())));
            } else {
                ended.accept(Outcome.NONE);
            }
        });
    }

    private static ErrorBody ofCondition(String condition, ErrorBody error) {
        return new ErrorBody(error.code(), "The condition function " + condition + " failed: " + error.message());
    }
}
