package dev.iii.sdk.internal.worker;

import dev.iii.sdk.internal.call.EngineFunctionIds;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names that belong to the engine. It silently accepts registrations of them in the namespace {@code default} (engine
 * behaviour, sections 6 and 8), and the worker that registers one takes it over from the engine. A worker may do this on
 * purpose, for example if the engine runs without the engine worker that would provide it. Therefore they are not refused.
 */
final class ReservedNames {

    static final String DEFAULT_NAMESPACE = "default";

    private static final String ENGINE = "engine::";
    private static final Set<String> TRIGGER_TYPES = Set.of(
            "http",
            "cron",
            "state",
            "subscribe",
            "durable:subscriber",
            "stream",
            "stream:join",
            "stream:leave",
            "configuration",
            "log",
            "trace",
            "engine::functions-available",
            "engine::workers-available");

    private ReservedNames() {}

    /** Returns the warning about a function id in a namespace, which is {@code null} for the default one. */
    static @Nullable String ofFunction(String id, @Nullable String namespace) {
        if (!isDefault(namespace)) {
            return null;
        }
        if (id.startsWith(ENGINE)) {
            return "the function id " + id
                    + " begins with engine::, which the engine reserves for itself: it hides such"
                    + " functions in lists, and calls of them bypass its middleware; choose another id";
        }
        return EngineFunctionIds.contains(id)
                ? "the function " + id
                        + " belongs to the engine: this worker gets its calls in place of the engine, and when"
                        + " the worker leaves, the function is missing until the engine restarts; choose another id"
                : null;
    }

    /** Returns the warning about a trigger type in a namespace, which is {@code null} for the default one. */
    static @Nullable String ofTriggerType(String id, @Nullable String namespace) {
        return isDefault(namespace) && TRIGGER_TYPES.contains(id)
                ? "the trigger type " + id
                        + " belongs to the engine: this worker gets all triggers of the type in place of the"
                        + " engine, and when the worker leaves, the type is missing until the engine restarts; choose"
                        + " another id"
                : null;
    }

    /**
     * Returns {@code true} if the engine itself provides the trigger type. Its answer is known when the engine has accepted the
     * trigger.
     */
    static boolean isTriggerTypeOfEngine(String id) {
        return TRIGGER_TYPES.contains(id) || id.startsWith(ENGINE);
    }

    private static boolean isDefault(@Nullable String namespace) {
        return namespace == null || namespace.equals(DEFAULT_NAMESPACE);
    }
}
