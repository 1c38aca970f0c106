package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.stub.json.BadInputException;
import dev.iii.stub.telemetry.data.Attribute;
import dev.iii.stub.telemetry.data.LogRecord;
import dev.iii.stub.telemetry.data.MetricRecord;
import dev.iii.stub.telemetry.data.Scope;
import dev.iii.stub.telemetry.data.SpanRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpTest {

    private static SpanRecord span(String json) {
        String request = Recorder.request("resourceSpans", "scopeSpans", "spans", json);
        return Otlp.spans(request.getBytes(StandardCharsets.UTF_8), 0).get(0);
    }

    private static LogRecord log(String json) {
        String request = Recorder.request("resourceLogs", "scopeLogs", "logRecords", json);
        return Otlp.logs(request.getBytes(StandardCharsets.UTF_8), 0).get(0);
    }

    private static List<MetricRecord> metrics(String json) {
        String request = Recorder.request("resourceMetrics", "scopeMetrics", "metrics", json);
        return Otlp.metrics(request.getBytes(StandardCharsets.UTF_8), 0, 7);
    }

    @Test
    void idsAreUnchangedAndAParentOfZerosIsAbsent() {
        assertThat(span(Recorder.span("any text", "1", "n", 1, 2, Recorder.below("0000000000000000")))
                        .id())
                .isEqualTo(new SpanRecord.Id("any text", "1", null));
        assertThat(span(Recorder.span("t", "1", "n", 1, 2, Recorder.below("")))
                        .id()
                        .parentSpanId())
                .isNull();
        assertThat(span(Recorder.span("t", "1", "n", 1, 2, Recorder.below("0a")))
                        .id()
                        .parentSpanId())
                .isEqualTo("0a");
    }

    @Test
    void integersOf64BitsMayBeStringsOrNumbers() {
        SpanRecord.Interval interval = span("{\"traceId\":\"t\",\"spanId\":\"s\",\"name\":\"n\","
                        + "\"startTimeUnixNano\":\"18446744073709551614\",\"endTimeUnixNano\":18446744073709551615}")
                .interval();
        assertThat(Long.toUnsignedString(interval.startUnixNano())).isEqualTo("18446744073709551614");
        assertThat(Long.toUnsignedString(interval.endUnixNano())).isEqualTo("18446744073709551615");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "9",
                "000000000000000009",
                "+7",
                "999999999999999999",
                "1000000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615"
            })
    void digitsAreReadAtAnyLength(String digits) {
        assertThat(span("{\"traceId\":\"t\",\"spanId\":\"s\",\"name\":\"n\",\"startTimeUnixNano\":\"" + digits + "\"}")
                        .interval()
                        .startUnixNano())
                .isEqualTo(new BigInteger(digits).longValue());
    }

    @Test
    void spanWithoutAnEndIsPending() {
        assertThat(span(Recorder.span("t", "s", "n", 5, 0, "")).interval().pending())
                .isTrue();
        assertThat(span(Recorder.span("t", "s", "n", 5, 6, "")).interval().pending())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,UNSET", "1,OK", "2,ERROR", "9,UNSET"})
    void statusIsRead(int code, SpanRecord.Status status) {
        assertThat(span(Recorder.span("t", "s", "n", 1, 2, ",\"status\":{\"code\":" + code + ",\"message\":\"m\"}"))
                        .result())
                .isEqualTo(new SpanRecord.Result(status, "m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"stringValue\":\"x\"} | x",
                "{\"intValue\":7} | 7",
                "{\"intValue\":\"-7\"} | -7",
                "{\"doubleValue\":1.5} | 1.5",
                "{\"doubleValue\":2.0} | 2",
                "{\"doubleValue\":1e21} | 1000000000000000000000",
                "{\"boolValue\":true} | true",
                "{\"arrayValue\":{\"values\":[{\"intValue\":1},{\"stringValue\":\"a\"},{}]}} | [1,\"a\",null]",
                "{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":{\"boolValue\":false}}]}} | {\"a\":false}",
                "{} | ''"
            })
    void valuesOfAttributesAreStrings(String value, String text) {
        assertThat(span(Recorder.span(
                                "t",
                                "s",
                                "n",
                                1,
                                2,
                                ",\"attributes\":[{\"key\":\"k\",\"value\":" + value + "},{\"key\":\"none\"}]"))
                        .details()
                        .attributes())
                .containsExactly(new Attribute("k", text));
    }

    @Test
    void logAttributesKeepTheirTypesAndBodiesAreStrings() {
        LogRecord log = log("{\"body\":{\"intValue\":\"5\"},\"severityNumber\":9,\"traceId\":\"\",\"spanId\":\"00\","
                + "\"attributes\":[{\"key\":\"n\",\"value\":{\"intValue\":\"3\"}},{\"key\":\"d\",\"value\":{\"doubleValue\":1}},"
                + "{\"key\":\"l\",\"value\":{\"arrayValue\":{\"values\":[{\"boolValue\":true}]}}}]}");
        assertThat(log.body()).isEqualTo("5");
        assertThat(log.attributes()).isEqualTo(Map.of("n", 3L, "d", 1.0, "l", List.of(true)));
        assertThat(log.context()).isEqualTo(new LogRecord.Context(null, null));
        assertThat(log.severity()).isEqualTo(new LogRecord.Severity(9, ""));
        assertThat(log.origin())
                .isEqualTo(new LogRecord.Origin("svc", Map.of("service.name", "svc"), new Scope("s", null)));
    }

    @Test
    void secretsAndColoursAreNotStored() {
        assertThat(span(Recorder.span(
                                "t", "s", "n", 1, 2, ",\"attributes\":[" + Recorder.text("Authorization", "x") + "]"))
                        .attribute("Authorization"))
                .contains("[REDACTED]");
        LogRecord log = log("{\"body\":{\"stringValue\":\"\\u001b[32mgreen\\u001b[0m\"},\"attributes\":["
                + Recorder.text("password", "x") + "," + Recorder.text("c", "\\u001b[1mbold") + "]}");
        assertThat(log.body()).isEqualTo("green");
        assertThat(log.attributes()).isEqualTo(Map.of("password", "[REDACTED]", "c", "bold"));
    }

    @Test
    void knownKindsOfMetricsAreReadAndOthersAreDropped() {
        assertThat(metrics("{\"name\":\"g\",\"gauge\":{\"dataPoints\":[{\"asInt\":\"3\"}]}},"
                        + "{\"name\":\"c\",\"sum\":{\"isMonotonic\":true}},{\"name\":\"u\",\"sum\":{}},"
                        + "{\"name\":\"h\",\"histogram\":{}},{\"name\":\"s\",\"summary\":{}}"))
                .extracting(metric -> metric.name() + " " + metric.kind() + " "
                        + metric.points().size() + " " + metric.arrivedUnixNano())
                .containsExactly("g GAUGE 1 7", "c COUNTER 0 7", "u UPDOWNCOUNTER 0 7", "h HISTOGRAM 0 7");
    }

    @Test
    void histogramIsRead() {
        assertThat(metrics("{\"name\":\"h\",\"histogram\":{\"dataPoints\":[{\"count\":\"2\",\"sum\":3.5,\"min\":1,"
                                + "\"bucketCounts\":[\"1\",1],\"explicitBounds\":[2.5],\"timeUnixNano\":9}]}}")
                        .get(0)
                        .points())
                .containsExactly(new MetricRecord.HistogramPoint(
                        List.of(),
                        9,
                        2,
                        3.5,
                        new MetricRecord.Buckets(List.of(1L, 1L), List.of(2.5)),
                        new MetricRecord.Extremes(1.0, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1]",
                "\"x\"",
                "{} {}",
                "{\"resourceSpans\":{}}",
                "{\"resourceSpans\":null}",
                "{\"resourceSpans\":[1]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"spanId\":\"s\",\"name\":\"n\"}]}]}]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":5,\"spanId\":\"s\",\"name\":\"n\"}]}]}]}",
                "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"value\":{}}]}}]}"
            })
    void invalidRequestIsRefused(String request) {
        assertThatThrownBy(() -> Otlp.spans(request.getBytes(StandardCharsets.UTF_8), 0))
                .isInstanceOf(BadInputException.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"endTimeUnixNano\":-1 | endTimeUnixNano must be a whole number from 0 to 18446744073709551615",
                "\"endTimeUnixNano\":1.5 | endTimeUnixNano must be a whole number from 0 to 18446744073709551615",
                "\"endTimeUnixNano\":\"\" | endTimeUnixNano must be a whole number from 0 to 18446744073709551615",
                "\"endTimeUnixNano\":\"18446744073709551616\" | endTimeUnixNano must be a whole number from 0 to 18446744073709551615",
                "\"endTimeUnixNano\":\"x\" | endTimeUnixNano must be a whole number from 0 to 18446744073709551615",
                "\"kind\":\"1\" | kind must be a whole number",
                "\"status\":5 | status must be an object",
                "\"attributes\":{} | attributes must be a list",
                "\"attributes\":[{\"key\":\"k\",\"value\":{\"doubleValue\":1e400}}] | doubleValue is out of range",
                "\"attributes\":[{\"key\":\"k\",\"value\":{\"doubleValue\":\"1\"}}] | doubleValue must be a number",
                "\"attributes\":[{\"key\":\"k\",\"value\":{\"boolValue\":1}}] | boolValue must be true or false"
            })
    void messageNamesTheInvalidField(String member, String message) {
        assertThatThrownBy(() -> span("{\"traceId\":\"t\",\"spanId\":\"s\",\"name\":\"n\"," + member + "}"))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
    }

    @Test
    void endlessNestingIsRefusedInBoundedMemory() {
        String deep = "{\"resourceSpans\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> Otlp.spans(deep.getBytes(StandardCharsets.UTF_8), 0))
                .isInstanceOf(BadInputException.class);
    }
}
