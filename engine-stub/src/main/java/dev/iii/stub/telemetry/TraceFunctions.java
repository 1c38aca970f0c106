package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.SyncFunction;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions {@code engine::traces::*}. */
final class TraceFunctions {

    private static final Struct TREE =
            Struct.of("TracesTreeInput", Field.string("trace_id").describedAs("The id of the trace."));
    private static final Struct CLEAR = Struct.of("TracesClearInput");
    private static final Field STORAGE = Field.json("storage").describedAs("The usage of the span storage.");
    private static final Struct LIST_RESULT = Struct.of(
            "TracesListResult",
            Field.list("spans", Field.json("span")).describedAs("The spans of this page."),
            Field.u64("total").describedAs("The number of matching spans."),
            Field.u64("offset").describedAs("The number of spans before this page."),
            Field.u64("limit").describedAs("The maximum number of spans of a page."),
            STORAGE);
    private static final Struct TREE_RESULT = Struct.of(
            "TracesTreeResult",
            Field.list("roots", Field.json("span")).describedAs("The spans without a parent, with those below them."),
            STORAGE);
    private static final Struct GROUPS_RESULT = Struct.of(
            "TracesGroupByResult",
            Field.list("groups", Field.json("group")).describedAs("The values of the attribute, newest first."),
            STORAGE);
    private static final Struct CLEAR_RESULT = Struct.of("TracesClearResult", Field.flag("success"));
    private static final RawJson SUCCESS = RawJson.parse("{\"success\":true}");
    private static final Set<String> TAGS = Set.of("iii.session.id", "iii.session.name", "iii.message.id");

    private final Records records;
    private final TelemetrySettings options;
    private final StubClock clock;

    private TraceFunctions(Records records, TelemetrySettings options, StubClock clock) {
        this.records = records;
        this.options = options;
        this.clock = clock;
    }

    /** The shapes of the input and the result of a function. */
    private record Shapes(Struct input, Struct result) {}

    static void install(Installer installer, Records records, TelemetrySettings options) {
        TraceFunctions functions =
                new TraceFunctions(records, options, installer.engine().clock());
        install(
                installer,
                "list",
                "Lists spans; by default only root spans",
                new Shapes(SpanQuery.INPUT, LIST_RESULT),
                functions::list);
        install(
                installer,
                "tree",
                "Returns the spans of a trace as a tree",
                new Shapes(TREE, TREE_RESULT),
                functions::tree);
        install(
                installer,
                "group_by",
                "Groups spans by an attribute and counts them",
                new Shapes(SpanGroups.INPUT, GROUPS_RESULT),
                functions::groupBy);
        install(installer, "clear", "Deletes all spans", new Shapes(CLEAR, CLEAR_RESULT), functions::clear);
    }

    private static void install(
            Installer installer, String name, String description, Shapes shapes, SyncFunction function) {
        installer.function(
                FunctionSpec.of("engine::traces::" + name, description)
                        .takes(shapes.input())
                        .gives(shapes.result().schema())
                        .untraced(),
                function);
    }

    private SpanStore store() {
        if (!records.enabled()) {
            throw new InvocationFailed(
                    "memory_exporter_not_enabled",
                    "In-memory span storage is not available. Set exporter: memory or both in config.");
        }
        return records.spanStore();
    }

    private long now() {
        return Records.unixNanos(clock);
    }

    private Outcome list(Invocation call) {
        SpanQuery query = SpanQuery.read(call, now());
        List<SpanRecord> found = query.run(store());
        List<SpanRecord> page =
                found.stream().skip(query.offset()).limit(query.limit()).toList();
        Map<String, Map<String, String>> tags = tags(page);
        ObjectNode result = TelemetryJson.object();
        ArrayNode spans = result.putArray("spans");
        for (SpanRecord span : page) {
            ObjectNode json = TelemetryJson.span(span);
            Map<String, String> ofTrace = tags.get(span.id().traceId());
            if (ofTrace != null) {
                json.set("trace_tags", TelemetryJson.value(ofTrace));
            }
            spans.add(json);
        }
        result.put("total", found.size());
        result.put("offset", query.offset());
        result.put("limit", query.limit());
        result.set("storage", TelemetryJson.storage());
        return TelemetryJson.outcome(result);
    }

    /**
     * Returns the tags of traces. A tag is an attribute of any span that describes the whole trace. If two spans have
     * different values, the value of the newer span is used.
     */
    private Map<String, Map<String, String>> tags(List<SpanRecord> page) {
        Set<String> traceIds = page.stream().map(span -> span.id().traceId()).collect(Collectors.toSet());
        List<SpanRecord> spans = new ArrayList<>(records.spanStore().of(traceIds));
        spans.sort((a, b) ->
                Long.compareUnsigned(a.interval().startUnixNano(), b.interval().startUnixNano()));
        Map<String, Map<String, String>> tags = new HashMap<>();
        for (SpanRecord span : spans) {
            for (Attribute attribute : span.details().attributes()) {
                if (attribute.key().startsWith("iii.tag.") || TAGS.contains(attribute.key())) {
                    tags.computeIfAbsent(span.id().traceId(), id -> new TreeMap<>())
                            .put(attribute.key(), attribute.value());
                }
            }
        }
        return tags;
    }

    private Outcome tree(Invocation call) {
        String traceId = TREE.read(call.payload()).string("trace_id");
        List<SpanRecord> trace = store().of(List.of(traceId));
        ObjectNode result = TelemetryJson.object();
        result.set("roots", SpanTree.of(trace, options.traces().collapsed()));
        result.set("storage", TelemetryJson.storage());
        return TelemetryJson.outcome(result);
    }

    private Outcome groupBy(Invocation call) {
        ObjectNode result = TelemetryJson.object();
        result.set("groups", SpanGroups.of(call, store(), now()));
        result.set("storage", TelemetryJson.storage());
        return TelemetryJson.outcome(result);
    }

    private Outcome clear(Invocation call) {
        CLEAR.read(call.payload());
        store().clear();
        return Outcome.value(SUCCESS);
    }
}
