package dev.iii.stub.stream;

import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.TriggerFanOut;
import dev.iii.stub.core.api.TriggerFanOut.Target;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.environment.BoundedLogger;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The triggers of type {@code stream}. All triggers that match an event fire at the same time and do not wait for each
 * other. The caller whose call caused the event does not wait for them.
 */
final class StreamTriggers implements TriggerProvider {

    private static final Logger log = BoundedLogger.of(StreamTriggers.class);

    static final Struct CONFIG = Struct.of(
            "StreamTriggerConfig",
            Field.string("stream_name")
                    .optional()
                    .describedAs("The name of the stream; without it the trigger never fires."),
            Field.string("group_id").optional().describedAs("Only events of this group."),
            Field.string("item_id").optional().describedAs("Only events of this item."),
            Field.string("condition_function_id")
                    .optional()
                    .describedAs(
                            "A function called first with the same event; if it returns false, the trigger does not"
                                    + " fire."));

    /** The prefix of the streams that deliver telemetry. Their deliveries must not produce further telemetry. */
    private static final String WATCHING = "iii:devtools:";

    private record Entry(
            Target target, @Nullable String group, @Nullable String item) {

        boolean matches(StreamEvent event) {
            return (group == null || group.equals(event.group().id())) && (item == null || item.equals(event.item()));
        }
    }

    private final EngineContext engine;
    /** The triggers by stream, because they are looked up at every event. */
    private final TriggerIndex<String, Entry> byStream = new TriggerIndex<>();

    StreamTriggers(EngineContext engine) {
        this.engine = engine;
    }

    @Override
    public void register(Trigger trigger) throws TriggerRejected {
        Fields config;
        try {
            config = CONFIG.read(trigger.config());
        } catch (BadInputException e) {
            log.warn("The config of the {} is invalid: {}", trigger.described(), e.getMessage());
            throw new TriggerRejected("Failed to deserialize stream trigger");
        }
        unregister(trigger);
        String stream = config.optionalString("stream_name");
        if (stream == null) {
            log.warn(
                    "The stream trigger {} for function {} never fires because its config has no stream_name",
                    trigger.id(),
                    trigger.functionId());
            return;
        }
        byStream.put(
                trigger.id(),
                stream,
                new Entry(
                        new Target(trigger, config.optionalString("condition_function_id")),
                        nullIfEmpty(config.optionalString("group_id")),
                        nullIfEmpty(config.optionalString("item_id"))));
    }

    private static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public void unregister(Trigger trigger) {
        byStream.remove(trigger.id());
    }

    /** Fires the matching triggers after the result of the call that caused the event. */
    void happened(Invocation call, StreamEvent event) {
        List<Target> matching = byStream.of(event.group().stream()).stream()
                .filter(entry -> entry.matches(event))
                .map(Entry::target)
                .toList();
        if (!matching.isEmpty()) {
            call.afterAnswer(() -> fire(matching, event, call.trace()));
        }
    }

    private void fire(List<Target> targets, StreamEvent event, TraceContext cause) {
        Tracing.Span span = event.group().stream().startsWith(WATCHING)
                ? Tracing.NONE.begin("", TraceContext.NONE, Map.of())
                : engine.tracing().begin("stream_triggers", cause, Map.of("iii.function.kind", "internal"));
        TriggerFanOut.fire(engine, span, targets, event.toJson());
    }
}
