package dev.iii.sdk.trigger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls the function when a value of the state changes (engine behaviour, section 9): payload {@code {type, event_type,
 * scope, key, old_value, new_value}}. Fires for writes without effect, too.
 */
public final class StateTrigger implements Trigger {

    private final @Nullable String scope;
    private final @Nullable String key;
    private final @Nullable String condition;
    private final @Nullable Object metadata;

    private StateTrigger(
            @Nullable String scope, @Nullable String key, @Nullable String condition, @Nullable Object metadata) {
        this.scope = scope;
        this.key = key;
        this.condition = condition;
        this.metadata = metadata;
    }

    /** Every change of the state. */
    public static StateTrigger any() {
        return new StateTrigger(null, null, null, null);
    }

    /** Changes in this scope. */
    public static StateTrigger scope(String scope) {
        return new StateTrigger(scope, null, null, null);
    }

    /** Changes of this key alone. */
    public StateTrigger key(String newKey) {
        return new StateTrigger(scope, newKey, condition, metadata);
    }

    /** Asks this function first, with the same payload; its answer {@code false} stops the call. */
    public StateTrigger condition(String functionId) {
        return new StateTrigger(scope, key, functionId, metadata);
    }

    /** What every call of the trigger carries beside its payload. */
    public StateTrigger metadata(Object newMetadata) {
        return new StateTrigger(scope, key, condition, newMetadata);
    }

    @Override
    public String type() {
        return "state";
    }

    @Override
    public Object config() {
        Map<String, Object> config = new LinkedHashMap<>();
        if (scope != null) {
            config.put("scope", scope);
        }
        if (key != null) {
            config.put("key", key);
        }
        if (condition != null) {
            config.put("condition_function_id", condition);
        }
        return config;
    }

    @Override
    public Optional<Object> metadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    public String toString() {
        return "StateTrigger" + config();
    }
}
