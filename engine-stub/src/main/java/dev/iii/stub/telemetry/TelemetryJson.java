package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.NumberLimits;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.MetricRecord;
import dev.iii.stub.telemetry.data.Scope;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Converts records to the JSON that the engine's functions return (engine behaviour, section 18). */
final class TelemetryJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final RawJson NO_ARCHIVE = RawJson.parse("{\"archive\":\"disabled\",\"completeness\":\"complete\","
            + "\"known_dropped_spans\":0,\"last_error\":null,\"max_disk_bytes\":0,\"physical_bytes\":0}");

    private TelemetryJson() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
    }

    /** Returns the state of an archive that is disabled, because this engine stores no spans on disk. */
    static JsonNode storage() {
        return JsonText.tree(NO_ARCHIVE);
    }

    static Outcome outcome(ObjectNode result) {
        return Outcome.value(JsonText.raw(result));
    }

    /** Converts an unsigned number. */
    static JsonNode unsigned(long value) {
        return value >= 0
                ? NODES.numberNode(value)
                : NODES.numberNode(NumberLimits.integer(Long.toUnsignedString(value)));
    }

    /** Converts a number. {@code null}, NaN and infinite numbers become JSON null. */
    static JsonNode number(@Nullable Double value) {
        return value == null || value.isNaN() || value.isInfinite()
                ? NODES.nullNode()
                : NODES.numberNode(value.doubleValue());
    }

    /** Converts strings, numbers, flags, lists and maps. */
    static JsonNode value(@Nullable Object value) {
        if (value instanceof String text) {
            return NODES.stringNode(text);
        } else if (value instanceof Long integer) {
            return NODES.numberNode(integer.longValue());
        } else if (value instanceof Double number) {
            return number(number);
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = object();
            map.forEach((key, member) -> object.set(String.valueOf(key), value(member)));
            return object;
        } else if (value instanceof List<?> list) {
            ArrayNode array = array();
            list.forEach(element -> array.add(value(element)));
            return array;
        }
        return NODES.nullNode();
    }

    /** Converts JSON to strings, numbers, flags, lists and maps. */
    static @Nullable Object plain(JsonNode json) {
        if (json.isString()) {
            return json.stringValue();
        } else if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        } else if (json.isNumber()) {
            return Double.valueOf(json.asString());
        } else if (json.isBoolean()) {
            return json.booleanValue();
        } else if (json.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.propertyStream().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
            return Collections.unmodifiableMap(map);
        } else if (json.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.forEach(element -> list.add(plain(element)));
            return Collections.unmodifiableList(list);
        }
        return null;
    }

    // ---------------------------------------------------------------- spans

    static ObjectNode span(SpanRecord span) {
        SpanRecord.Details details = span.details();
        ObjectNode json = object();
        json.put("trace_id", span.id().traceId());
        json.put("span_id", span.id().spanId());
        json.put("parent_span_id", span.id().parentSpanId());
        json.put("name", span.name());
        json.set("start_time_unix_nano", unsigned(span.interval().startUnixNano()));
        json.set("end_time_unix_nano", unsigned(span.interval().endUnixNano()));
        json.put("status", status(span));
        putUnlessNull(json, "status_description", span.result().description());
        json.set("attributes", attributes(details.attributes()));
        json.put("service_name", span.serviceName());
        ArrayNode events = json.putArray("events");
        details.events().forEach(event -> events.add(event(event)));
        ArrayNode links = json.putArray("links");
        details.links().forEach(link -> links.add(link(link)));
        putScope(json, details.scope());
        if (details.flags() != null) {
            json.put("flags", details.flags());
        }
        if (span.interval().pending()) {
            json.put("pending", true);
        }
        return json;
    }

    static String status(SpanRecord span) {
        return span.result().status().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode event(SpanRecord.Event event) {
        ObjectNode json = object();
        json.put("name", event.name());
        json.set("timestamp_unix_nano", unsigned(event.unixNano()));
        json.set("attributes", attributes(event.attributes()));
        return json;
    }

    private static ObjectNode link(SpanRecord.Link link) {
        ObjectNode json = object();
        json.put("trace_id", link.traceId());
        json.put("span_id", link.spanId());
        json.put("trace_state", link.traceState());
        json.set("attributes", attributes(link.attributes()));
        return json;
    }

    private static ArrayNode attributes(List<Attribute> attributes) {
        ArrayNode pairs = array();
        attributes.forEach(attribute -> pairs.addArray().add(attribute.key()).add(attribute.value()));
        return pairs;
    }

    private static void putScope(ObjectNode json, Scope scope) {
        putUnlessNull(json, "instrumentation_scope_name", scope.name());
        putUnlessNull(json, "instrumentation_scope_version", scope.version());
    }

    private static void putUnlessNull(ObjectNode json, String name, @Nullable String text) {
        if (text != null) {
            json.put(name, text);
        }
    }

    // ---------------------------------------------------------------- logs

    static ObjectNode log(LogRecord log) {
        ObjectNode json = object();
        json.set("timestamp_unix_nano", unsigned(log.unixNano()));
        json.set("observed_timestamp_unix_nano", unsigned(log.observedUnixNano()));
        json.put("severity_number", log.severity().number());
        json.put("severity_text", log.severity().text());
        json.put("body", log.body());
        json.set("attributes", value(log.attributes()));
        json.put("trace_id", log.context().traceId());
        json.put("span_id", log.context().spanId());
        json.set("resource", value(log.origin().resource()));
        json.put("service_name", log.origin().serviceName());
        putScope(json, log.origin().scope());
        return json;
    }

    /**
     * Converts a log line to the payload of {@code log} triggers. Unlike in query results, an unknown instrumentation
     * is null and not omitted.
     */
    static RawJson logEvent(LogRecord log) {
        ObjectNode json = log(log);
        json.put("instrumentation_scope_name", log.origin().scope().name());
        json.put("instrumentation_scope_version", log.origin().scope().version());
        return JsonText.raw(json);
    }

    // ---------------------------------------------------------------- metrics

    static ObjectNode metric(MetricRecord metric) {
        ObjectNode json = object();
        json.put("name", metric.name());
        json.put("description", metric.description());
        json.put("unit", metric.unit());
        json.put("metric_type", metric.kind().name().toLowerCase(Locale.ROOT));
        ArrayNode points = json.putArray("data_points");
        metric.points().forEach(point -> points.add(point(point)));
        json.put("service_name", metric.serviceName());
        json.set("timestamp_unix_nano", unsigned(metric.arrivedUnixNano()));
        putScope(json, metric.scope());
        return json;
    }

    private static ObjectNode point(MetricRecord.Point point) {
        ObjectNode json = object();
        if (point instanceof MetricRecord.NumberPoint number) {
            json.set("value", number(number.value()));
        } else if (point instanceof MetricRecord.HistogramPoint histogram) {
            json.set("count", unsigned(histogram.count()));
            json.set("sum", number(histogram.sum()));
            ArrayNode counts = json.putArray("bucket_counts");
            histogram.buckets().counts().forEach(count -> counts.add(unsigned(count)));
            ArrayNode bounds = json.putArray("explicit_bounds");
            histogram.buckets().bounds().forEach(bound -> bounds.add(number(bound)));
            json.set("min", number(histogram.extremes().min()));
            json.set("max", number(histogram.extremes().max()));
        }
        json.set("attributes", attributes(point.attributes()));
        json.set("timestamp_unix_nano", unsigned(point.unixNano()));
        return json;
    }
}
