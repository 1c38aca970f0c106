package dev.iii.sdk.discovery;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which entries of a list are wanted. Everything that is said must hold. Immutable. */
public final class DiscoveryFilter {

    private static final DiscoveryFilter ALL = new DiscoveryFilter(Map.of());

    private final Map<String, Json> fields;

    private DiscoveryFilter(Map<String, Json> fields) {
        this.fields = fields;
    }

    /** All that are not internal. */
    public static DiscoveryFilter all() {
        return ALL;
    }

    /** Whose id contains this text. */
    public static DiscoveryFilter containing(String text) {
        return ALL.with("search", Json.of(Arguments.notBlank(text, "text")));
    }

    /** Whose id begins with this text. */
    public DiscoveryFilter prefix(String prefix) {
        return with("prefix", Json.of(Arguments.notBlank(prefix, "prefix")));
    }

    /** That belong to the worker of this name. */
    public DiscoveryFilter worker(String name) {
        return with("worker", Json.of(Arguments.notBlank(name, "worker name")));
    }

    /** Triggers of this type. For {@link DiscoveryClient#triggers(DiscoveryFilter)} alone. */
    public DiscoveryFilter triggerType(String type) {
        return with("trigger_type", Json.of(Arguments.notBlank(type, "trigger type")));
    }

    /** Triggers of this function. For {@link DiscoveryClient#triggers(DiscoveryFilter)} alone. */
    public DiscoveryFilter function(String functionId) {
        return with("function_id", Json.of(Arguments.notBlank(functionId, "function id")));
    }

    /** Internal ones, too, the functions {@code engine::…} among them. */
    public DiscoveryFilter includeInternal() {
        return with("include_internal", Json.of(true));
    }

    private DiscoveryFilter with(String field, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new DiscoveryFilter(more);
    }

    /** Returns the filter as the engine expects it. */
    public Json toJson() {
        JsonObject object = new JsonObject();
        fields.forEach(object::put);
        return object.toJson();
    }
}
