package dev.iii.sdk.internal.failure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine workers that provide the functions and the trigger types of the engine. An engine has only the workers that its
 * configuration names, so messages about a missing function or type name the missing worker.
 */
public final class EngineWorkers {

    /** The standalone queue worker, which has everything that {@code iii-queue} has, and the queues for calls. */
    private static final String QUEUES_FOR_CALLS = "queue";

    private static final Map<String, String> OF_TRIGGER_TYPES = Map.of(
            "http", "iii-http",
            "cron", "iii-cron",
            "state", "iii-state",
            "subscribe", "iii-pubsub",
            "durable:subscriber", "iii-queue",
            "stream", "iii-stream",
            "stream:join", "iii-stream",
            "stream:leave", "iii-stream",
            "log", "iii-observability",
            "trace", "iii-observability");

    private static final Map<String, String> OF_FUNCTIONS = ofFunctions();

    private EngineWorkers() {}

    private static Map<String, String> ofFunctions() {
        Map<String, String> workers = new HashMap<>();
        for (String name : List.of("set", "get", "delete", "list", "list_groups", "update")) {
            workers.put("state::" + name, "iii-state");
        }
        for (String name : List.of("set", "get", "delete", "update", "list", "list_groups", "list_all", "send")) {
            workers.put("stream::" + name, "iii-stream");
        }
        workers.put("publish", "iii-pubsub");
        workers.put("iii::durable::publish", "iii-queue");
        for (String name : List.of("redrive", "redrive_message", "discard_message")) {
            workers.put("iii::queue::" + name, "iii-queue");
        }
        for (String name : List.of("list_topics", "topic_stats", "dlq_topics", "dlq_messages")) {
            workers.put("engine::queue::" + name, "iii-queue");
        }
        workers.put("engine::queue::enqueue", QUEUES_FOR_CALLS);
        workers.put("queue::define", QUEUES_FOR_CALLS);
        return Map.copyOf(workers);
    }

    /** Returns the ids of the functions whose engine worker is known. */
    public static Set<String> functions() {
        return OF_FUNCTIONS.keySet();
    }

    /** Returns the ids of the trigger types whose engine worker is known. */
    public static Set<String> triggerTypes() {
        return OF_TRIGGER_TYPES.keySet();
    }

    /** Returns the remedy for a function that the engine does not have; {@code null} if none is known. */
    static @Nullable String remedyForFunction(String id) {
        return remedy(id, OF_FUNCTIONS);
    }

    /** Returns the remedy for a trigger type that no worker provides; {@code null} if none is known. */
    public static @Nullable String remedyForTriggerType(String id) {
        return remedy(id, OF_TRIGGER_TYPES);
    }

    private static @Nullable String remedy(String id, Map<String, String> workers) {
        String similar = workers.containsKey(id) ? null : SimilarNames.of(id, workers.keySet());
        return similar == null ? remedy(workers.get(id)) : "did you mean " + similar + "?";
    }

    private static @Nullable String remedy(@Nullable String worker) {
        return worker == null
                ? null
                : "the engine has no worker " + worker + ": add it to its configuration, unless the engine is stopping";
    }
}
