package dev.iii.stub.state;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.TriggerFanOut;
import dev.iii.stub.core.api.TriggerFanOut.Target;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerIndex;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The triggers on changes of state. All triggers that match a change fire at the same time and do not wait for each
 * other. The caller that changes the value does not wait for them.
 */
final class StateTriggers implements TriggerProvider {

    static final Struct CONFIG = Struct.of(
            "StateTriggerConfig",
            Field.string("scope").optional().describedAs("Only changes in this scope."),
            Field.string("key").optional().describedAs("Only changes of this key."),
            Field.string("condition_function_id")
                    .optional()
                    .describedAs(
                            "A function called first with the same event; if it returns false, the trigger does not fire."));

    private record Entry(Target target, @Nullable String key) {

        boolean matches(StateEvent event) {
            return key == null || key.equals(event.key());
        }
    }

    private final EngineContext engine;
    private final boolean enabled;
    /** The triggers by scope, because they are looked up at every write. Triggers for all scopes have an empty key. */
    private final TriggerIndex<Optional<String>, Entry> byScope = new TriggerIndex<>();

    StateTriggers(EngineContext engine, boolean enabled) {
        this.engine = engine;
        this.enabled = enabled;
    }

    @Override
    public void register(Trigger trigger) throws TriggerRejected {
        Fields config;
        try {
            config = CONFIG.read(trigger.config());
        } catch (BadInputException e) {
            throw new TriggerRejected("Failed to parse trigger config: " + e.getMessage());
        }
        byScope.put(
                trigger.id(),
                Optional.ofNullable(config.optionalString("scope")),
                new Entry(
                        new Target(trigger, config.optionalString("condition_function_id")),
                        config.optionalString("key")));
    }

    @Override
    public void unregister(Trigger trigger) {
        byScope.remove(trigger.id());
    }

    /** Fires the matching triggers after the result of the call that caused the change. */
    void changed(Invocation call, StateEvent event) {
        List<Target> matching = enabled ? matching(event) : List.of();
        if (!matching.isEmpty()) {
            call.afterAnswer(() -> fire(matching, event.toJson(), call.trace()));
        }
    }

    private List<Target> matching(StateEvent event) {
        List<Entry> ofScope = byScope.of(Optional.of(event.scope()));
        List<Entry> ofAnyScope = byScope.of(Optional.empty());
        if (ofScope.isEmpty() && ofAnyScope.isEmpty()) {
            return List.of();
        }
        return Stream.concat(ofScope.stream(), ofAnyScope.stream())
                .filter(entry -> entry.matches(event))
                .map(Entry::target)
                .toList();
    }

    private void fire(List<Target> targets, RawJson event, TraceContext cause) {
        Tracing.Span span = engine.tracing().begin("state_triggers", cause, Map.of("iii.function.kind", "internal"));
        TriggerFanOut.fire(engine, span, targets, event);
    }
}
