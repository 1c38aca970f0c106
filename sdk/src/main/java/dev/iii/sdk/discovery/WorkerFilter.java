package dev.iii.sdk.discovery;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which workers of a list are wanted. Everything that is said must hold. Immutable. */
public final class WorkerFilter {

    private static final WorkerFilter ALL = new WorkerFilter(Map.of());

    private final Map<String, String> fields;

    private WorkerFilter(Map<String, String> fields) {
        this.fields = fields;
    }

    /** All that there are. */
    public static WorkerFilter all() {
        return ALL;
    }

    /** Whose name contains this text. */
    public static WorkerFilter containing(String text) {
        return ALL.with("search", Arguments.notBlank(text, "text"));
    }

    /** Of this runtime: {@code java}, {@code node}, … or {@code engine} for the engine's own. */
    public WorkerFilter runtime(String runtime) {
        return with("runtime", Arguments.notBlank(runtime, "runtime"));
    }

    /** Of this status: {@code connected}, or {@code available} for the engine's own. */
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
