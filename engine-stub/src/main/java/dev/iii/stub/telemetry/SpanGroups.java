package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups spans by the value of an attribute and counts them. */
final class SpanGroups {

    private static final int DEFAULT_LIMIT = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MAX_DURATION = 0xFFFF_FFFFL;

    static final Struct INPUT = Struct.of(
            "TracesGroupByInput",
            Field.string("attribute").describedAs("The attribute; spans without it are ignored."),
            Field.u64("since_ms")
                    .orNull()
                    .describedAs("Omits spans that ended before this time, in milliseconds since 1970."),
            Field.u32("limit").orNull().describedAs("The maximum number of groups, the newest first. Default: 100."),
            Field.flag("include_internal").orNull().describedAs("If true, includes internal spans of the engine."),
            Field.string("label_attribute")
                    .orNull()
                    .describedAs(
                            "The attribute that is the label of a group; the newest span with this attribute is used."));

    private static final class Group {
        final String value;
        final TreeSet<String> traceIds = new TreeSet<>();
        int spans;
        int errors;
        long first = -1L; // The greatest unsigned value.
        long last;

        @Nullable
        String label;

        long labelTime;

        Group(String value) {
            this.value = value;
        }

        void add(SpanRecord span, long nowNanos, Optional<String> newLabel) {
            long start = span.interval().startUnixNano();
            long end = SpanView.end(span, nowNanos);
            traceIds.add(span.id().traceId());
            spans++;
            first = TimeFields.isBefore(start, first) ? start : first;
            last = TimeFields.isBefore(last, end) ? end : last;
            if (span.result().status() == SpanRecord.Status.ERROR) {
                errors++;
            }
            if (newLabel.isPresent() && !TimeFields.isBefore(start, labelTime)) {
                label = newLabel.get();
                labelTime = start;
            }
        }

        long firstMillis() {
            return Long.divideUnsigned(first, NANOS_PER_MILLI);
        }

        ObjectNode toJson() {
            long lastMillis = Long.divideUnsigned(last, NANOS_PER_MILLI);
            ObjectNode json = TelemetryJson.object();
            json.put("value", value);
            json.put("label", label);
            ArrayNode ids = json.putArray("trace_ids");
            traceIds.forEach(ids::add);
            json.put("span_count", spans);
            json.put("first_seen_ms", firstMillis());
            json.put("last_seen_ms", lastMillis);
            json.put("duration_ms", Math.min(MAX_DURATION, TimeFields.between(firstMillis(), lastMillis)));
            json.put("error_count", errors);
            return json;
        }
    }

    private SpanGroups() {}

    /** Returns the requested groups, the newest first. */
    static ArrayNode of(Invocation call, SpanStore store, long nowNanos) {
        Fields in = INPUT.read(call.payload());
        String attribute = in.string("attribute");
        String labelAttribute = in.optionalString("label_attribute");
        boolean internal = in.flag("include_internal", false);
        Long since = TimeFields.nanos(in, "since_ms");
        Map<String, Group> groups = new HashMap<>();
        for (SpanRecord span : store.all()) {
            Optional<String> value = span.attribute(attribute);
            if (value.isEmpty()
                    || !internal && SpanView.isInternal(span)
                    || since != null && TimeFields.isBefore(SpanView.end(span, nowNanos), since)) {
                continue;
            }
            Optional<String> label = labelAttribute == null ? Optional.empty() : span.attribute(labelAttribute);
            groups.computeIfAbsent(value.get(), Group::new).add(span, nowNanos, label);
        }
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingLong(Group::firstMillis).reversed().thenComparing(group -> group.value));
        ArrayNode json = TelemetryJson.array();
        sorted.stream().limit(TimeFields.size(in, "limit", DEFAULT_LIMIT)).forEach(group -> json.add(group.toJson()));
        return json;
    }
}
