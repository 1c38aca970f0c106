package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The spans of one trace as a tree. A span whose parent is not stored is a root. No span is lost: a span that is part
 * of a cycle, or below the maximum depth, becomes a root as well.
 */
final class SpanTree {

    /** The maximum depth of the tree. Each level of spans needs two levels of JSON, whose depth readers limit. */
    static final int MAX_DEPTH = 200;

    private static final Set<String> FAN_OUTS = Set.of("state_triggers", "stream_triggers");

    private final Map<String, List<SpanRecord>> children = new HashMap<>();
    private final Map<String, @Nullable String> parents = new LinkedHashMap<>();
    private final List<SpanRecord> spans;
    private final Set<String> placed = new HashSet<>();

    private SpanTree(List<SpanRecord> spans, Map<String, @Nullable String> parents) {
        this.spans = spans;
        this.parents.putAll(parents);
        for (SpanRecord span : spans) {
            String parent = parents.get(span.id().spanId());
            if (parent != null && parents.containsKey(parent)) {
                children.computeIfAbsent(parent, id -> new ArrayList<>()).add(span);
            }
        }
    }

    /** Returns the roots with all spans below them. */
    static ArrayNode of(List<SpanRecord> trace, List<CollapseRule> collapsed) {
        List<SpanRecord> kept = withoutEmptyFanOuts(trace);
        Map<String, @Nullable String> parents = new LinkedHashMap<>();
        kept.forEach(span -> parents.put(span.id().spanId(), span.id().parentSpanId()));
        return collapse(kept, parents, collapsed).toJson();
    }

    /**
     * Removes fan-outs to triggers that have no children, because they contain no information. If a fan-out around a
     * removed one has no other children, it is removed as well.
     */
    private static List<SpanRecord> withoutEmptyFanOuts(List<SpanRecord> trace) {
        Map<String, Integer> childCounts = new HashMap<>();
        Map<String, SpanRecord> byId = new LinkedHashMap<>();
        for (SpanRecord span : trace) {
            byId.put(span.id().spanId(), span);
            if (span.id().parentSpanId() != null) {
                childCounts.merge(span.id().parentSpanId(), 1, Integer::sum);
            }
        }
        for (SpanRecord span : trace) {
            SpanRecord next = span;
            while (next != null
                    && FAN_OUTS.contains(next.name())
                    && childCounts.getOrDefault(next.id().spanId(), 0) == 0
                    && byId.remove(next.id().spanId(), next)) {
                String parent = next.id().parentSpanId();
                next = parent == null ? null : byId.get(parent);
                if (parent != null) {
                    childCounts.merge(parent, -1, Integer::sum);
                }
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static SpanTree collapse(
            List<SpanRecord> spans, Map<String, @Nullable String> parents, List<CollapseRule> rules) {
        Set<String> gone = new HashSet<>();
        for (SpanRecord span : spans) {
            if (rules.stream().anyMatch(rule -> rule.matches(span))) {
                gone.add(span.id().spanId());
            }
        }
        if (gone.isEmpty()) {
            return new SpanTree(spans, parents);
        }
        Map<String, @Nullable String> moved = new LinkedHashMap<>();
        List<SpanRecord> survivors = new ArrayList<>();
        for (SpanRecord span : spans) {
            if (!gone.contains(span.id().spanId())) {
                survivors.add(span);
                moved.put(span.id().spanId(), survivor(span.id().parentSpanId(), parents, gone));
            }
        }
        return new SpanTree(survivors, moved);
    }

    private static @Nullable String survivor(
            @Nullable String from, Map<String, @Nullable String> parents, Set<String> gone) {
        String id = from;
        Set<String> seen = new HashSet<>();
        while (id != null && gone.contains(id)) {
            id = seen.add(id) ? parents.get(id) : null;
        }
        return id;
    }

    private ArrayNode toJson() {
        ArrayNode roots = TelemetryJson.array();
        for (SpanRecord span : spans) {
            String parent = parents.get(span.id().spanId());
            if (parent == null || !parents.containsKey(parent)) {
                roots.add(node(span, 1));
            }
        }
        for (SpanRecord span : spans) {
            if (!placed.contains(span.id().spanId())) {
                roots.add(node(span, 1));
            }
        }
        return roots;
    }

    private ObjectNode node(SpanRecord span, int depth) {
        placed.add(span.id().spanId());
        ObjectNode json = TelemetryJson.span(span);
        json.put("parent_span_id", parents.get(span.id().spanId()));
        ArrayNode below = json.putArray("children");
        if (depth < MAX_DEPTH) {
            for (SpanRecord child : children.getOrDefault(span.id().spanId(), List.of())) {
                if (!placed.contains(child.id().spanId())) {
                    below.add(node(child, depth + 1));
                }
            }
        }
        return json;
    }
}
