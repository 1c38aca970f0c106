package dev.iii.sdk.discovery;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A filter for the workers of a list. A worker must match all of its conditions. Immutable. */
public final class WorkerFilter {

    private static final WorkerFilter ALL = new WorkerFilter(Map.of());

    private final Map<String, String> fields;

    private WorkerFilter(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Creates a filter that matches all workers. */
    public static WorkerFilter all() {
        return ALL;
    }

    /** Creates a filter that matches workers whose name contains a string. */
    public static WorkerFilter containing(String text) {
        return ALL.with("search", Arguments.notBlank(text, "text"));
    }

    /**
     * Returns a copy that matches only workers with this runtime: {@code java}, {@code node}, …, or {@code engine} for the
     * engine's built-in workers.
     */
    public WorkerFilter runtime(String runtime) {
        return with("runtime", Arguments.notBlank(runtime, "runtime"));
    }

    /**
     * Returns a copy that matches only workers with this status: {@code connected}, or {@code available} for the engine's
     * built-in workers.
     */
    public WorkerFilter status(String status) {
        return with("status", Arguments.notBlank(status, "status"));
    }

    private WorkerFilter with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new WorkerFilter(more);
    }

    /** Returns the filter as the engine expects it. */
    public Json toJson() {
        JsonObject object = new JsonObject();
        fields.forEach(object::put);
        return object.toJson();
    }
}
