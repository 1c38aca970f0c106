package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query of {@code engine::traces::list}: which spans are returned, in which order. */
final class SpanQuery {

    private static final int DEFAULT_LIMIT = 100;

    static final Struct INPUT = Struct.of(
            "TracesListInput",
            Field.string("trace_id").optional().describedAs("Only spans of this trace."),
            Field.list("trace_ids", Field.string(""))
                    .orNull()
                    .describedAs("Only spans of these traces; ignored if trace_id is set."),
            Field.usize("offset").optional().describedAs("The number of spans to skip. Default: 0."),
            Field.usize("limit").optional().describedAs("The maximum number of spans. Default: 100."),
            Field.string("service_name").optional().describedAs("A part of the service name; case is ignored."),
            Field.string("name").optional().describedAs("A part of the span name; case is ignored."),
            Field.string("status").optional().describedAs("A part of unset, ok or error; case is ignored."),
            Field.number("min_duration_ms").optional().describedAs("The minimum duration in milliseconds."),
            Field.number("max_duration_ms").optional().describedAs("The maximum duration in milliseconds."),
            Field.u64("start_time")
                    .optional()
                    .describedAs("Omits spans that ended before this time, in milliseconds since 1970."),
            Field.u64("end_time")
                    .optional()
                    .describedAs("Omits spans that began after this time, in milliseconds since 1970."),
            Field.string("sort_by")
                    .optional()
                    .describedAs("start_time, duration, service_name or name. Default: start_time."),
            Field.string("sort_order").optional().describedAs("asc or desc. Default: asc."),
            pairs("attributes").describedAs("Pairs of key and value; a span must have all of them."),
            pairs("exclude_attributes").describedAs("Pairs of key and value; a span must have none of them."),
            Field.flag("include_internal").orNull().describedAs("If true, includes internal spans of the engine."),
            Field.flag("search_all_spans")
                    .orNull()
                    .describedAs(
                            "If true, searches all spans and not only root spans; name and attributes then select whole traces."));

    private final Fields in;
    private final long nowNanos;
    private final boolean searchAll;

    private SpanQuery(Fields in, long nowNanos) {
        this.in = in;
        this.nowNanos = nowNanos;
        this.searchAll = in.flag("search_all_spans", false);
    }

    private static Field pairs(String name) {
        return Field.list(name, Field.list("", Field.string(""))).orNull();
    }

    static SpanQuery read(Invocation call, long nowNanos) {
        return new SpanQuery(INPUT.read(call.payload()), nowNanos);
    }

    int offset() {
        return TimeFields.size(in, "offset", 0);
    }

    int limit() {
        return TimeFields.size(in, "limit", DEFAULT_LIMIT);
    }

    /** Returns all matching spans, sorted. */
    List<SpanRecord> run(SpanStore store) {
        List<SpanRecord> candidates = candidates(store);
        Predicate<SpanRecord> wanted = plainFilters();
        if (!searchAll) {
            Set<String> known =
                    candidates.stream().map(span -> span.id().spanId()).collect(Collectors.toSet());
            wanted = wanted.and(span -> isRoot(span, known));
        }
        wanted = wanted.and(ofMatchingTraces(candidates, nameFilter())).and(ofMatchingTraces(candidates, attributes()));
        List<SpanRecord> found = new ArrayList<>();
        for (SpanRecord span : candidates) {
            if (wanted.test(span)) {
                found.add(span);
            }
        }
        found.sort(order());
        return found;
    }

    private List<SpanRecord> candidates(SpanStore store) {
        String traceId = in.optionalString("trace_id");
        if (traceId != null) {
            return store.of(List.of(traceId));
        }
        if (in.optional("trace_ids") != null) {
            Set<String> traceIds = new HashSet<>();
            in.list("trace_ids").forEach(id -> traceIds.add(JsonText.string(id)));
            return store.of(traceIds);
        }
        return store.all();
    }

    private static boolean isRoot(SpanRecord span, Set<String> known) {
        String parent = span.id().parentSpanId();
        return parent == null || !known.contains(parent);
    }

    /**
     * Returns a filter that selects matching spans. With {@code search_all_spans} it selects all spans of the traces
     * that contain a matching span.
     */
    private Predicate<SpanRecord> ofMatchingTraces(
            List<SpanRecord> candidates, @Nullable Predicate<SpanRecord> filter) {
        if (filter == null) {
            return span -> true;
        }
        if (!searchAll) {
            return filter;
        }
        Set<String> traces = candidates.stream()
                .filter(filter)
                .map(span -> span.id().traceId())
                .collect(Collectors.toSet());
        return span -> traces.contains(span.id().traceId());
    }

    private Predicate<SpanRecord> plainFilters() {
        Predicate<SpanRecord> wanted = span -> true;
        if (!in.flag("include_internal", false)) {
            wanted = wanted.and(span -> !SpanView.isInternal(span));
        }
        if (in.optional("exclude_attributes") != null) {
            List<Attribute> excluded = pairsOf("exclude_attributes");
            wanted = wanted.and(span -> span.details().attributes().stream().noneMatch(excluded::contains));
        }
        String service = lower("service_name");
        if (service != null) {
            wanted = wanted.and(span -> contains(span.serviceName(), service));
        }
        String status = lower("status");
        if (status != null) {
            wanted = wanted.and(span -> TelemetryJson.status(span).contains(status));
        }
        return wanted.and(durationFilter()).and(timeFilter());
    }

    private Predicate<SpanRecord> durationFilter() {
        Double min = in.optionalNumber("min_duration_ms");
        Double max = in.optionalNumber("max_duration_ms");
        return span -> {
            double duration = min == null && max == null ? 0 : SpanView.durationMillis(span, nowNanos);
            return (min == null || duration >= min) && (max == null || duration <= max);
        };
    }

    private Predicate<SpanRecord> timeFilter() {
        Long start = TimeFields.nanos(in, "start_time");
        Long end = TimeFields.nanos(in, "end_time");
        return span -> (start == null || !TimeFields.isBefore(SpanView.end(span, nowNanos), start))
                && (end == null || !TimeFields.isBefore(end, span.interval().startUnixNano()));
    }

    private @Nullable Predicate<SpanRecord> nameFilter() {
        String name = lower("name");
        return name == null ? null : span -> contains(span.name(), name);
    }

    private @Nullable Predicate<SpanRecord> attributes() {
        if (in.optional("attributes") == null) {
            return null;
        }
        List<Attribute> wanted = pairsOf("attributes");
        return span -> new HashSet<>(span.details().attributes()).containsAll(wanted);
    }

    /** Returns the pairs of a field. Elements that are not pairs are omitted. */
    private List<Attribute> pairsOf(String field) {
        List<Attribute> pairs = new ArrayList<>();
        for (RawJson element : in.list(field)) {
            List<String> texts = new ArrayList<>();
            JsonCursor cursor = JsonCursor.ofArray(element);
            while (cursor.next()) {
                texts.add(JsonText.string(cursor.value()));
            }
            if (texts.size() == 2) {
                pairs.add(new Attribute(texts.get(0), texts.get(1)));
            }
        }
        return pairs;
    }

    private @Nullable String lower(String field) {
        String text = in.optionalString(field);
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static boolean contains(String text, String lower) {
        return text.toLowerCase(Locale.ROOT).contains(lower);
    }

    private Comparator<SpanRecord> order() {
        String by = in.optionalString("sort_by");
        Comparator<SpanRecord> order = switch (by == null ? "" : by) {
            case "duration", "duration_ms" -> Comparator.comparingLong(span -> SpanView.durationNanos(span, nowNanos));
            case "service_name" -> Comparator.comparing(SpanRecord::serviceName);
            case "name" -> Comparator.comparing(SpanRecord::name);
            default ->
                (a, b) -> Long.compareUnsigned(
                        a.interval().startUnixNano(), b.interval().startUnixNano());
        };
        String direction = in.optionalString("sort_order");
        return direction == null || direction.equalsIgnoreCase("asc") ? order : order.reversed();
    }
}
