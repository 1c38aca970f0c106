package dev.iii.sdk.discovery;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A filter for the entries of a list. An entry must match all of its conditions. Immutable. */
public final class DiscoveryFilter {

    private static final DiscoveryFilter ALL = new DiscoveryFilter(Map.of());

    private final Map<String, Json> fields;

    private DiscoveryFilter(Map<String, Json> fields) {
        this.fields = fields;
    }

    /** Creates a filter that matches all entries that are not internal. */
    public static DiscoveryFilter all() {
        return ALL;
    }

    /** Creates a filter that matches entries whose id or description contains a string, regardless of case. */
    public static DiscoveryFilter containing(String text) {
        return ALL.with("search", Json.of(Arguments.notBlank(text, "text")));
    }

    /** Returns a copy that matches only ids with a prefix. */
    public DiscoveryFilter prefix(String prefix) {
        return with("prefix", Json.of(Arguments.notBlank(prefix, "prefix")));
    }

    /** Returns a copy that matches only entries of the worker with this name. */
    public DiscoveryFilter worker(String name) {
        return with("worker", Json.of(Arguments.notBlank(name, "worker name")));
    }

    /**
     * Returns a copy that matches only triggers of a type. Only {@link DiscoveryClient#triggers(DiscoveryFilter)} supports
     * this condition.
     */
    public DiscoveryFilter triggerType(String type) {
        return with("trigger_type", Json.of(Arguments.notBlank(type, "trigger type")));
    }

    /**
     * Returns a copy that matches only triggers of a function. Only {@link DiscoveryClient#triggers(DiscoveryFilter)}
     * supports this condition.
     */
    public DiscoveryFilter function(String functionId) {
        return with("function_id", Json.of(Arguments.notBlank(functionId, "function id")));
    }

    /** Returns a copy that also matches internal entries, for example the functions {@code engine::…}. */
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
