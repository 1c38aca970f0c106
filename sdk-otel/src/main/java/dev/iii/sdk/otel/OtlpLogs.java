package dev.iii.sdk.otel;

import static dev.iii.sdk.otel.OtlpJson.attributes;
import static dev.iii.sdk.otel.OtlpJson.integer;
import static dev.iii.sdk.otel.OtlpJson.small;
import static dev.iii.sdk.otel.OtlpJson.text;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.logs.data.LogRecordData;

/** Writes log records in OTLP's JSON encoding. */
final class OtlpLogs {

    static final OtlpJson.Kind<LogRecordData> KIND = new OtlpJson.Kind<>(
            "LOGS",
            "resourceLogs",
            "scopeLogs",
            "logRecords",
            LogRecordData::getResource,
            LogRecordData::getInstrumentationScopeInfo,
            OtlpLogs::write);

    private OtlpLogs() {}

    private static void write(JsonOutput out, LogRecordData log) {
        integer(out, "timeUnixNano", log.getTimestampEpochNanos());
        integer(out, "observedTimeUnixNano", log.getObservedTimestampEpochNanos());
        small(out, "severityNumber", log.getSeverity().getSeverityNumber());
        text(out, "severityText", log.getSeverityText());
        Value<?> body = log.getBodyValue();
        if (body != null) {
            out.name("body");
            OtlpJson.value(out, body);
        }
        attributes(out, log.getAttributes());
        small(
                out,
                "droppedAttributesCount",
                log.getTotalAttributeCount() - log.getAttributes().size());
        SpanContext span = log.getSpanContext();
        small(out, "flags", span.getTraceFlags().asByte() & 0xFF);
        if (span.isValid()) {
            out.plain("traceId", span.getTraceId());
            out.plain("spanId", span.getSpanId());
        }
        text(out, "eventName", log.getEventName());
    }
}
