package dev.iii.sdk.otel;

import static dev.iii.sdk.otel.OtlpJson.attributes;
import static dev.iii.sdk.otel.OtlpJson.integer;
import static dev.iii.sdk.otel.OtlpJson.small;
import static dev.iii.sdk.otel.OtlpJson.text;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.Map;

/** Writes spans in OTLP's JSON encoding. */
final class OtlpSpans {

    static final OtlpJson.Kind<SpanData> KIND = new OtlpJson.Kind<>(
            "OTLP",
            "resourceSpans",
            "scopeSpans",
            "spans",
            SpanData::getResource,
            SpanData::getInstrumentationScopeInfo,
            OtlpSpans::write);

    private static final int HAS_IS_REMOTE = 0x100;
    private static final int IS_REMOTE = 0x200;

    private OtlpSpans() {}

    private static void write(JsonOutput out, SpanData span) {
        out.plain("traceId", span.getTraceId());
        out.plain("spanId", span.getSpanId());
        text(out, "traceState", traceState(span.getSpanContext()));
        if (span.getParentSpanContext().isValid()) {
            out.plain("parentSpanId", span.getParentSpanId());
        }
        small(out, "flags", flags(span.getSpanContext(), span.getParentSpanContext()));
        text(out, "name", span.getName());
        small(out, "kind", kind(span.getKind()));
        integer(out, "startTimeUnixNano", span.getStartEpochNanos());
        integer(out, "endTimeUnixNano", span.getEndEpochNanos());
        attributes(out, span.getAttributes());
        small(
                out,
                "droppedAttributesCount",
                span.getTotalAttributeCount() - span.getAttributes().size());
        events(out, span);
        links(out, span);
        status(out, span);
    }

    private static void events(JsonOutput out, SpanData span) {
        if (!span.getEvents().isEmpty()) {
            out.startArray("events");
            for (EventData event : span.getEvents()) {
                out.startObject();
                integer(out, "timeUnixNano", event.getEpochNanos());
                text(out, "name", event.getName());
                attributes(out, event.getAttributes());
                small(out, "droppedAttributesCount", event.getDroppedAttributesCount());
                out.endObject();
            }
            out.endArray();
        }
        small(
                out,
                "droppedEventsCount",
                span.getTotalRecordedEvents() - span.getEvents().size());
    }

    private static void links(JsonOutput out, SpanData span) {
        if (!span.getLinks().isEmpty()) {
            out.startArray("links");
            for (LinkData link : span.getLinks()) {
                SpanContext target = link.getSpanContext();
                out.startObject();
                out.plain("traceId", target.getTraceId());
                out.plain("spanId", target.getSpanId());
                text(out, "traceState", traceState(target));
                attributes(out, link.getAttributes());
                small(
                        out,
                        "droppedAttributesCount",
                        link.getTotalAttributeCount() - link.getAttributes().size());
                small(out, "flags", flags(target, target));
                out.endObject();
            }
            out.endArray();
        }
        small(
                out,
                "droppedLinksCount",
                span.getTotalRecordedLinks() - span.getLinks().size());
    }

    private static void status(JsonOutput out, SpanData span) {
        out.startObject("status");
        text(out, "message", span.getStatus().getDescription());
        small(
                out,
                "code",
                span.getStatus().getStatusCode() == StatusCode.UNSET
                        ? 0
                        : span.getStatus().getStatusCode() == StatusCode.OK ? 1 : 2);
        out.endObject();
    }

    static int flags(SpanContext own, SpanContext parent) {
        return own.getTraceFlags().asByte() & 0xFF | HAS_IS_REMOTE | (parent.isRemote() ? IS_REMOTE : 0);
    }

    private static String traceState(SpanContext context) {
        if (context.getTraceState().isEmpty()) {
            return "";
        }
        Map<String, String> fields = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.root().with(Span.wrap(context)),
                        fields,
                        (carrier, name, value) -> fields.put(name, value));
        return fields.getOrDefault("tracestate", "");
    }

    private static int kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
            case PRODUCER -> 4;
            case CONSUMER -> 5;
        };
    }
}
