package dev.iii.stub.stream;

import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.TriggerFanOut;
import dev.iii.stub.core.api.TriggerFanOut.Target;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers of type {@code stream}. All triggers that match an event fire at the same time and do not wait for each
 * other. The caller whose call caused the event does not wait for them.
 */
final class StreamTriggers implements TriggerProvider {

    private static final Logger log = LoggerFactory.getLogger(StreamTriggers.class);

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
                            "A function called first with the same event; if it returns false, the trigger does not fire."));

    /** The prefix of the streams that deliver telemetry. Their deliveries must not produce further telemetry. */
    private static final String WATCHING = "iii:devtools:";

    private record Entry(
            Target target,
            String stream,
            @Nullable String group,
            @Nullable String item) {

        boolean matches(StreamEvent event) {
            return (group == null || group.equals(event.group().id())) && (item == null || item.equals(event.item()));
        }
    }

    private final EngineContext engine;
    /** The entries by stream, because they are looked up at every event. */
    private final Map<String, List<Entry>> byStream = new ConcurrentHashMap<>();

    private final Map<String, Entry> byId = new ConcurrentHashMap<>();

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
        Entry entry = new Entry(
                new Target(trigger, config.optionalString("condition_function_id")),
                stream,
                nullIfEmpty(config.optionalString("group_id")),
                nullIfEmpty(config.optionalString("item_id")));
        byId.put(trigger.id(), entry);
        byStream.computeIfAbsent(stream, name -> new CopyOnWriteArrayList<>()).add(entry);
    }

    private static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    @Override
    public void unregister(Trigger trigger) {
        Entry entry = byId.remove(trigger.id());
        List<Entry> ofStream = entry == null ? null : byStream.get(entry.stream());
        if (entry != null && ofStream != null) {
            ofStream.remove(entry);
            if (ofStream.isEmpty()) {
                byStream.remove(entry.stream());
            }
        }
    }

    /** Fires the matching triggers after the result of the call that caused the event. */
    void happened(Invocation call, StreamEvent event) {
        List<Entry> ofStream = byStream.get(event.group().stream());
        if (ofStream == null) {
            return;
        }
        List<Target> matching = ofStream.stream()
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
