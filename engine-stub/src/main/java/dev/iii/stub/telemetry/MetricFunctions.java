package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.NumberLimits;
import dev.iii.stub.json.Struct;
import dev.iii.stub.telemetry.data.MetricRecord;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions {@code engine::metrics::list} and {@code engine::rollups::list}. */
final class MetricFunctions {

    private static final Field START =
            Field.u64("start_time").optional().describedAs("The earliest time, in milliseconds since 1970.");
    private static final Field END =
            Field.u64("end_time").optional().describedAs("The latest time, in milliseconds since 1970.");
    private static final Field NAME = Field.string("metric_name").optional().describedAs("Only this metric.");

    private static final Struct LIST = Struct.of(
            "MetricsListInput",
            START,
            END,
            NAME,
            Field.u64("aggregate_interval")
                    .optional()
                    .describedAs("The length of a time slice in seconds, to aggregate metrics."));
    private static final Struct ROLLUPS = Struct.of(
            "RollupsListInput",
            START,
            END,
            Field.usize("level")
                    .optional()
                    .describedAs("The length of a time slice: 0 is 1 minute, 1 is 5 minutes, 2 is 1 hour. Default: 0."),
            NAME);
    private static final Struct ROLLUPS_ECHO = Struct.of("RollupsListQuery", START, END, NAME);

    private static final List<Duration> LEVELS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

    private final Records records;
    private final EngineCounters counters;
    private final StubClock clock;

    private MetricFunctions(Records records, EngineCounters counters, StubClock clock) {
        this.records = records;
        this.counters = counters;
        this.clock = clock;
    }

    static void install(Installer installer, Records records, EngineCounters counters) {
        MetricFunctions functions =
                new MetricFunctions(records, counters, installer.engine().clock());
        installer.function(
                FunctionSpec.of("engine::metrics::list", "Lists the metrics of the engine and of workers")
                        .takes(LIST)
                        .untraced(),
                functions::list);
        installer.function(
                FunctionSpec.of("engine::rollups::list", "Aggregates metrics of workers in time slices")
                        .takes(ROLLUPS)
                        .untraced(),
                functions::rollups);
    }

    private Outcome list(Invocation call) {
        Fields in = LIST.read(call.payload());
        boolean ranged = in.optional("start_time") != null && in.optional("end_time") != null;
        Predicate<MetricRecord> inTime = ranged
                ? arrived(TimeFields.checkedNanos(in, "start_time"), TimeFields.checkedNanos(in, "end_time"))
                : metric -> true;
        ObjectNode result = TelemetryJson.object();
        result.set("engine_metrics", counters.toJson(records.enabled() ? records.spans() : List.of()));
        ArrayNode metrics = result.putArray("sdk_metrics");
        find(inTime.and(named(in))).forEach(metric -> metrics.add(TelemetryJson.metric(metric)));
        result.put("timestamp", clock.now().toEpochMilli());
        if (ranged && in.optional("aggregate_interval") != null) {
            ArrayNode aggregated = Aggregates.numbers(find(inTime), interval(in), slice -> true);
            if (!aggregated.isEmpty()) {
                result.set("aggregated_metrics", aggregated);
            }
        }
        if (in.optional("start_time") != null
                || in.optional("end_time") != null
                || in.optional("aggregate_interval") != null) {
            result.set("query", QueryEcho.of(in, LIST));
        }
        return TelemetryJson.outcome(result);
    }

    /**
     * Returns the length of a slice in nanoseconds. An interval of 0 is rejected here, because the real engine never
     * responds to it.
     */
    private static long interval(Fields in) {
        Long nanos = TimeFields.checkedSeconds(in, "aggregate_interval");
        if (nanos == null || nanos == 0) {
            throw new InvocationFailed(
                    "INVALID_ARGUMENTS", "aggregate_interval must be at least 1 second; omit it to get no aggregation");
        }
        return nanos;
    }

    private List<MetricRecord> find(Predicate<MetricRecord> wanted) {
        return records.metrics().stream().filter(wanted).toList();
    }

    private static Predicate<MetricRecord> named(Fields in) {
        String name = in.optionalString("metric_name");
        return metric -> name == null || metric.name().equals(name);
    }

    private static Predicate<MetricRecord> arrived(@Nullable Long start, @Nullable Long end) {
        return metric -> (start == null || !TimeFields.isBefore(metric.arrivedUnixNano(), start))
                && (end == null || !TimeFields.isBefore(end, metric.arrivedUnixNano()));
    }

    private Outcome rollups(Invocation call) {
        Fields in = ROLLUPS.read(call.payload());
        Long askedEnd = TimeFields.checkedNanos(in, "end_time");
        long end = askedEnd == null ? Records.unixNanos(clock) : askedEnd;
        Long askedStart = TimeFields.checkedNanos(in, "start_time");
        long start = askedStart == null ? end - Long.min(HOUR_NANOS, TimeFields.between(0, end)) : askedStart;
        ObjectNode result = TelemetryJson.object();
        if (!records.enabled()) {
            result.putArray("rollups");
            result.putArray("histogram_rollups");
            result.put("message", "Metric storage not initialized");
        } else {
            RawJson level = in.optional("level");
            Duration slice = slice(level == null ? BigInteger.ZERO : NumberLimits.integer(level));
            Predicate<long[]> whole =
                    slices -> !TimeFields.isBefore(slices[0], start) && !TimeFields.isBefore(end, slices[1]);
            List<MetricRecord> metrics =
                    slice.isZero() ? List.of() : find(arrived(start, end).and(named(in)));
            long length = Math.max(1, slice.toNanos());
            result.set("rollups", Aggregates.numbers(metrics, length, whole));
            result.set("histogram_rollups", Aggregates.histograms(metrics, length, whole));
            result.set("level", JsonText.tree(level == null ? RawJson.wrap(new byte[] {'0'}) : level));
            result.set("query", QueryEcho.of(in, ROLLUPS_ECHO));
        }
        result.put("timestamp", clock.now().toEpochMilli());
        return TelemetryJson.outcome(result);
    }

    /** Returns the length of the slices of a level, or zero if the level does not exist. */
    private static Duration slice(BigInteger level) {
        return level.compareTo(BigInteger.valueOf(LEVELS.size())) < 0 ? LEVELS.get(level.intValue()) : Duration.ZERO;
    }
}
