package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.Call;
import dev.iii.stub.core.FunctionSpec;
import dev.iii.stub.core.Installer;
import dev.iii.stub.core.InvocationFailed;
import dev.iii.stub.core.Outcome;
import dev.iii.stub.core.StubClock;
import dev.iii.stub.core.SyncFunction;
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

/** {@code engine::traces::*}. */
final class TraceFunctions {

    private static final Struct TREE =
            Struct.of("TracesTreeInput", Field.string("trace_id").describedAs("The trace."));
    private static final Struct CLEAR = Struct.of("TracesClearInput");
    private static final RawJson SUCCESS = RawJson.parse("{\"success\":true}");
    private static final Set<String> TAGS = Set.of("iii.session.id", "iii.session.name", "iii.message.id");

    private final Records records;
    private final TelemetryOptions options;
    private final StubClock clock;

    private TraceFunctions(Records records, TelemetryOptions options, StubClock clock) {
        this.records = records;
        this.options = options;
        this.clock = clock;
    }

    static void install(Installer installer, Records records, TelemetryOptions options) {
        TraceFunctions functions =
                new TraceFunctions(records, options, installer.engine().clock());
        install(installer, "list", "Lists spans, the roots unless told otherwise", SpanQuery.INPUT, functions::list);
        install(installer, "tree", "Shows the spans of a trace below each other", TREE, functions::tree);
        install(installer, "group_by", "Counts spans by an attribute", SpanGroups.INPUT, functions::groupBy);
        install(installer, "clear", "Forgets all spans", CLEAR, functions::clear);
    }

    private static void install(
            Installer installer, String name, String description, Struct input, SyncFunction function) {
        installer.function(
                FunctionSpec.of("engine::traces::" + name, description)
                        .takes(input)
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

    private Outcome list(Call call) {
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

    /** What spans say about their whole trace; of two that contradict each other the newer one counts. */
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

    private Outcome tree(Call call) {
        String traceId = TREE.read(call.data()).string("trace_id");
        List<SpanRecord> trace = store().of(List.of(traceId));
        ObjectNode result = TelemetryJson.object();
        result.set("roots", SpanTree.of(trace, options.traces().collapsed()));
        result.set("storage", TelemetryJson.storage());
        return TelemetryJson.outcome(result);
    }

    private Outcome groupBy(Call call) {
        ObjectNode result = TelemetryJson.object();
        result.set("groups", SpanGroups.of(call, store(), now()));
        result.set("storage", TelemetryJson.storage());
        return TelemetryJson.outcome(result);
    }

    private Outcome clear(Call call) {
        CLEAR.read(call.data());
        store().clear();
        return Outcome.value(SUCCESS);
    }
}
