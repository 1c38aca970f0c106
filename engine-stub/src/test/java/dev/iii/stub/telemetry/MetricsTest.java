package dev.iii.stub.telemetry;

import static dev.iii.stub.telemetry.Recorder.gauge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import dev.iii.stub.core.TestPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MetricsTest {

    private final Recorder recorder = Recorder.withDefaults();

    private long now() {
        return recorder.test.clock.now().toEpochMilli();
    }

    private List<String> listed(String query) {
        return recorder.gets("engine::metrics::list", query)
                .get("sdk_metrics")
                .valueStream()
                .map(metric -> metric.get("name").stringValue())
                .toList();
    }

    @Test
    void timeRangeAppliesToTheArrivalAndNeedsBothTimes() {
        recorder.metrics(gauge("early", 1));
        long early = now();
        recorder.test.clock.advance(Duration.ofSeconds(1));
        recorder.metrics(gauge("late", 1));
        assertThat(listed("{}")).containsExactly("early", "late");
        assertThat(listed("{\"start_time\":" + early + ",\"end_time\":" + early + "}"))
                .containsExactly("early");
        assertThat(listed("{\"start_time\":" + (early + 1) + "}")).containsExactly("early", "late");
        assertThat(listed("{\"end_time\":0}")).containsExactly("early", "late");
        assertThat(listed("{\"metric_name\":\"late\"}")).containsExactly("late");
        assertThat(listed("{\"metric_name\":\"lat\"}")).isEmpty();
    }

    @Test
    void aggregateIntervalOfZeroIsAnError() {
        recorder.metrics(gauge("m", 1));
        assertThat(recorder.fails(
                        "engine::metrics::list",
                        "{\"start_time\":0,\"end_time\":9000000000000,\"aggregate_interval\":0}"))
                .isEqualTo(new ErrorBody(
                        "INVALID_ARGUMENTS",
                        "aggregate_interval must be at least 1 second; omit it to get no aggregation"));
        assertThat(listed("{\"aggregate_interval\":0}")).containsExactly("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metrics | {\"start_time\":9223372036854775807,\"end_time\":1} | start_time",
                "metrics | {\"start_time\":1,\"end_time\":9223372036854775807} | end_time",
                "metrics | {\"start_time\":1,\"end_time\":2,\"aggregate_interval\":18446744073709551615} | aggregate_interval",
                "rollups | {\"start_time\":9223372036854775807} | start_time",
                "rollups | {\"end_time\":9223372036854775807} | end_time"
            })
    void timeThatIsTooLargeIsAnError(String group, String data, String field) {
        assertThat(recorder.fails("engine::" + group + "::list", data))
                .isEqualTo(new ErrorBody("time_value_overflow", field + " value too large"));
    }

    @Test
    void numbersAreAggregatedInSlices() {
        recorder.metrics(gauge("b", 1), gauge("a", 3, 1, 2), gauge("a", 5, 4));
        JsonNode slices = recorder.gets(
                        "engine::metrics::list",
                        "{\"metric_name\":\"b\",\"start_time\":0,\"end_time\":9000000000000,\"aggregate_interval\":60}")
                .get("aggregated_metrics");
        long nanos = Records.unixNanos(recorder.test.clock);
        long start = nanos - nanos % 60_000_000_000L;
        assertThat(slices.get(0).toString())
                .isEqualTo("{\"name\":\"a\",\"bucket_start_ns\":" + start + ",\"bucket_end_ns\":"
                        + (start + 60_000_000_000L)
                        + ",\"count\":5,\"sum\":15.0,\"min\":1.0,\"max\":5.0,\"avg\":3.0,\"percentiles\":{\"p50\":3.0,"
                        + "\"p75\":4.0,\"p90\":5.0,\"p95\":5.0,\"p99\":5.0}}");
        assertThat(slices.get(1).has("percentiles")).isFalse();
        assertThat(slices).hasSize(2);
    }

    @Test
    void rollupsAreCompleteSlices() {
        recorder.metrics(
                gauge("m", 1),
                "{\"name\":\"h\",\"histogram\":{\"dataPoints\":[{\"count\":2,\"sum\":3,\"bucketCounts\":[1,1],"
                        + "\"explicitBounds\":[2],\"min\":1,\"max\":2},{\"count\":1,\"sum\":5,\"bucketCounts\":[0,1],"
                        + "\"explicitBounds\":[2],\"min\":5,\"max\":5}]}}");
        assertThat(recorder.gets("engine::rollups::list", "{}").get("rollups")).isEmpty();
        recorder.test.clock.advance(Duration.ofMinutes(1));
        JsonNode rollups = recorder.gets("engine::rollups::list", "{}");
        assertThat(rollups.at("/rollups/0/name").stringValue()).isEqualTo("m");
        JsonNode histogram = rollups.at("/histogram_rollups/0");
        assertThat(histogram.get("total_count").asInt()).isEqualTo(3);
        assertThat(histogram.get("bucket_counts").toString()).isEqualTo("[1,2]");
        assertThat(histogram.get("min").asDouble()).isEqualTo(1);
        assertThat(histogram.get("max").asDouble()).isEqualTo(5);
        assertThat(recorder.gets("engine::rollups::list", "{\"level\":1}").get("rollups"))
                .isEmpty();
        assertThat(recorder.gets("engine::rollups::list", "{\"metric_name\":\"x\"}")
                        .get("rollups"))
                .isEmpty();
        assertThat(recorder.gets("engine::rollups::list", "{\"level\":18446744073709551615}")
                        .get("level")
                        .toString())
                .isEqualTo("18446744073709551615");
    }

    @Test
    void callsAndWorkersAreCounted() {
        TestPeer owner = recorder.test.worker("owner");
        owner.says("{\"type\":\"registerfunction\",\"id\":\"f\"}");
        recorder.peer.says(
                "{\"type\":\"invokefunction\",\"function_id\":\"f\",\"data\":{},\"action\":{\"type\":\"void\"}}",
                "{\"type\":\"invokefunction\",\"function_id\":\"unknown\",\"data\":{},\"action\":{\"type\":\"void\"}}");
        recorder.call("engine::log::info", "{}");
        owner.leaves();
        JsonNode counted = recorder.gets("engine::metrics::list", "{}").get("engine_metrics");
        assertThat(counted.at("/invocations/deferred").asInt()).isEqualTo(1);
        assertThat(counted.at("/invocations/error").asInt()).isEqualTo(1);
        assertThat(counted.at("/invocations/total").asInt()).isEqualTo(2);
        assertThat(counted.at("/invocations/by_function/engine::log::info").asInt())
                .isEqualTo(1);
        assertThat(counted.get("workers").toString()).isEqualTo("{\"spawns\":2,\"deaths\":1,\"active\":1}");
    }

    @Test
    void durationsComeFromTheSpans() {
        for (int i = 1; i <= 100; i++) {
            recorder.spans(Recorder.span("t" + i, "a", "n", 0, i * 1_000_000L, ""));
        }
        recorder.spans(Recorder.span("t", "a", "goes on", 1, 0, ""));
        assertThat(recorder.gets("engine::metrics::list", "{}")
                        .at("/engine_metrics/performance")
                        .toString())
                .isEqualTo("{\"avg_duration_ms\":50.5,\"p50_duration_ms\":51.0,\"p95_duration_ms\":96.0,"
                        + "\"p99_duration_ms\":100.0,\"min_duration_ms\":1.0,\"max_duration_ms\":100.0}");
    }

    @Test
    void floodKeepsTheNewestMetrics() {
        for (int i = 0; i < TelemetrySettings.DEFAULT_MAX_METRICS + 10; i++) {
            recorder.metrics(gauge("m" + i, 1));
        }
        assertThat(recorder.telemetry.metrics()).hasSize(TelemetrySettings.DEFAULT_MAX_METRICS);
        assertThat(recorder.telemetry.metrics().get(0).name()).isEqualTo("m10");
    }

    @Test
    void nothingIsStoredWhenTelemetryIsDisabled() {
        Recorder off = new Recorder(Recorder.off());
        off.metrics(gauge("m", 1));
        assertThat(off.telemetry.metrics()).isEmpty();
        assertThat(off.gets("engine::metrics::list", "{}").get("sdk_metrics")).isEmpty();
        assertThat(off.gets("engine::rollups::list", "{}").get("message").stringValue())
                .isEqualTo("Metric storage not initialized");
        assertThat(off.gets("engine::health::check", "{}")
                        .at("/components/otel")
                        .toString())
                .isEqualTo("{\"status\":\"disabled\",\"details\":null}");
    }
}
