package dev.iii.stub.configuration;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.TriggerFanOut;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerRejected;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The triggers on changes of configurations. Also deletes entries that have had no trigger for the time to live.
 *
 * <p>Triggers are registered under the engine's lock and fire on any thread.
 */
final class ConfigurationTriggers implements TriggerProvider {

    static final Struct CONFIG = Struct.of(
            "ConfigurationTriggerConfig",
            Field.string("configuration_id").optional().describedAs("Only changes of this configuration."),
            Field.list("event_types", Field.string("event_type"))
                    .optional()
                    .describedAs("Only events of these types, for example configuration:updated."),
            Field.string("condition_function_id")
                    .optional()
                    .describedAs(
                            "A function called first with the same event; if it returns false, the trigger does not fire."));

    private record Watch(
            Trigger trigger,
            @Nullable String configurationId,
            @Nullable List<String> eventTypes,
            @Nullable String condition) {

        boolean wants(ConfigurationEvent event) {
            return (configurationId == null
                            || configurationId.equals(event.entry().id()))
                    && (eventTypes == null || eventTypes.contains(event.kind().wireName()));
        }
    }

    private final EngineContext engine;
    private final Duration timeToLive;
    private final Consumer<String> expire;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    /**
     * The alarms of entries that are deleted unless a trigger for them is registered again. Accessed only under the
     * engine's lock.
     */
    private final Map<String, StubClock.Alarm> expiries = new HashMap<>();

    /**
     * Creates an instance without triggers.
     *
     * @param expire deletes a configuration that has had no trigger for the time to live
     */
    ConfigurationTriggers(EngineContext engine, Duration timeToLive, Consumer<String> expire) {
        this.engine = engine;
        this.timeToLive = timeToLive;
        this.expire = expire;
    }

    @Override
    public void register(Trigger trigger) throws TriggerRejected {
        Watch watch;
        try {
            watch = watch(trigger, CONFIG.read(trigger.config()));
        } catch (BadInputException e) {
            throw new TriggerRejected("Failed to parse configuration trigger config: " + e.getMessage());
        }
        unregister(trigger);
        watches.put(trigger.id(), watch);
        StubClock.Alarm expiry = watch.configurationId() == null ? null : expiries.remove(watch.configurationId());
        if (expiry != null) {
            expiry.cancel();
        }
    }

    private static Watch watch(Trigger trigger, Fields config) {
        List<String> eventTypes = null;
        if (config.optional("event_types") != null) {
            eventTypes = new ArrayList<>();
            for (RawJson type : config.list("event_types")) {
                eventTypes.add(JsonText.string(type));
            }
        }
        return new Watch(
                trigger,
                config.optionalString("configuration_id"),
                eventTypes,
                config.optionalString("condition_function_id"));
    }

    @Override
    public void unregister(Trigger trigger) {
        Watch gone = watches.remove(trigger.id());
        String id = gone == null ? null : gone.configurationId();
        if (id != null && !timeToLive.isZero() && !isWatched(id)) {
            StubClock.Alarm earlier = expiries.put(id, engine.clock().after(timeToLive, () -> {
                if (!isWatched(id)) {
                    expire.accept(id);
                }
            }));
            if (earlier != null) {
                earlier.cancel();
            }
        }
    }

    private boolean isWatched(String id) {
        return watches.values().stream().anyMatch(watch -> id.equals(watch.configurationId()));
    }

    /** Fires the triggers that match the event. */
    void fire(ConfigurationEvent event, TraceContext cause) {
        List<TriggerFanOut.Target> targets = watches.values().stream()
                .filter(watch -> watch.wants(event))
                .map(watch -> new TriggerFanOut.Target(watch.trigger(), watch.condition()))
                .toList();
        if (!targets.isEmpty()) {
            Tracing.Span span =
                    engine.tracing().begin("configuration_triggers", cause, Map.of("iii.function.kind", "internal"));
            TriggerFanOut.fire(engine, span, targets, event.toJson());
        }
    }
}
