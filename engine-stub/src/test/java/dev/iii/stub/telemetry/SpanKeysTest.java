package dev.iii.stub.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanKeysTest {

    private static long @Nullable [] keys(String spans) {
        return SpanKeys.of(
                ("OTLP" + Recorder.request("resourceSpans", "scopeSpans", "spans", spans))
                        .getBytes(StandardCharsets.UTF_8),
                4);
    }

    @Test
    void keysOfAMessageAreThoseOfItsSpans() {
        String attributes = ",\"attributes\":["
                + Recorder.text("traceId", "\\\"traceId\\\":\\\"x\\\",\\\"spanId\\\":\\\"y\\\"") + "]";
        assertThat(keys(Recorder.ended("t1", "a", "n", attributes)
                        + ","
                        + Recorder.ended("t1", "b", "n", Recorder.below("a"))
                        + ","
                        + Recorder.ended("t2", "a", "größe", "")))
                .containsExactly(SpanKeys.of("t1", "a"), SpanKeys.of("t1", "b"), SpanKeys.of("t2", "a"))
                .doesNotHaveDuplicates();
        assertThat(SpanKeys.of("t1", "a")).isNotEqualTo(SpanKeys.of("t", "1a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"traceId\":\"t\",\"spanId\":\"a\",\"name\":\"has not ended\",\"endTimeUnixNano\":\"0\"}",
                "{\"traceId\":\"t\",\"spanId\":\"a\",\"name\":\"has no end\"}",
                "{\"traceId\":\"t\",\"spanId\":\"a\",\"endTimeUnixNano\":2}",
                "{\"traceId\":\"t\", \"spanId\":\"a\",\"endTimeUnixNano\":\"2\"}",
                "{\"traceId\":\"t\\u0041\",\"spanId\":\"a\",\"endTimeUnixNano\":\"2\"}",
                "{\"traceId\":\"ä\",\"spanId\":\"a\",\"endTimeUnixNano\":\"2\"}",
                "{\"spanId\":\"a\",\"traceId\":\"t\",\"endTimeUnixNano\":\"2\"}",
                "{\"traceId\":\"t\",\"spanId\":\"a\",\"endTimeUnixNano\":\"2\",\"links\":[{\"traceId\":\"t\",\"spanId\":\"b\"}]}",
                "{\"traceId\":\"t\",\"spanId\":\"a\"},{\"traceId\":\"t\",\"spanId\":\"b\",\"endTimeUnixNano\":\"2\"}"
            })
    void aMessageInAnUnusualFormHasNoKeys(String spans) {
        assertThat(keys(spans)).isNull();
    }
}
