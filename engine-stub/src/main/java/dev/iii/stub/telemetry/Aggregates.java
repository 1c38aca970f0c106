package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.MetricRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Aggregates metrics in time slices, by the time of their arrival. */
final class Aggregates {

    private static final int ENOUGH_FOR_PERCENTILES = 5;

    /** A metric in one time slice. Sorted by name and time. */
    private record Slice(String name, long startNanos) implements Comparable<Slice> {
        @Override
        public int compareTo(Slice other) {
            int byName = name.compareTo(other.name);
            return byName == 0 ? Long.compareUnsigned(startNanos, other.startNanos) : byName;
        }
    }

    private static final class Merged {
        long count;
        double sum;

        @Nullable
        Double min;

        @Nullable
        Double max;

        long @Nullable [] counts;
        List<Double> bounds = List.of();

        void add(MetricRecord.HistogramPoint point) {
            count += point.count();
            sum += point.sum();
            min = smaller(min, point.extremes().min());
            max = larger(max, point.extremes().max());
            List<Long> added = point.buckets().counts();
            long[] before = counts;
            if (before == null) {
                before = new long[added.size()];
                counts = before;
                bounds = point.buckets().bounds();
            }
            if (before.length == added.size()) {
                for (int i = 0; i < before.length; i++) {
                    before[i] += added.get(i);
                }
            }
        }

        private static @Nullable Double smaller(@Nullable Double a, @Nullable Double b) {
            return a == null ? b : b == null ? a : Double.valueOf(Math.min(a, b));
        }

        private static @Nullable Double larger(@Nullable Double a, @Nullable Double b) {
            return a == null ? b : b == null ? a : Double.valueOf(Math.max(a, b));
        }
    }

    private Aggregates() {}

    /** Returns a percentile of sorted values, or 0 if there are none. */
    static double percentile(double[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    /**
     * Aggregates numbers.
     *
     * @param lengthNanos the length of a slice
     * @param wanted selects the slices to return; receives the start and the end of a slice
     */
    static ArrayNode numbers(List<MetricRecord> metrics, long lengthNanos, Predicate<long[]> wanted) {
        Map<Slice, DoubleStream.Builder> slices = new TreeMap<>();
        for (MetricRecord metric : metrics) {
            for (MetricRecord.Point point : metric.points()) {
                if (point instanceof MetricRecord.NumberPoint number) {
                    slices.computeIfAbsent(slice(metric, lengthNanos), slice -> DoubleStream.builder())
                            .add(number.value());
                }
            }
        }
        ArrayNode json = TelemetryJson.array();
        slices.forEach((slice, values) -> {
            if (wanted.test(new long[] {slice.startNanos(), slice.startNanos() + lengthNanos})) {
                json.add(numbers(slice, lengthNanos, values.build().sorted().toArray()));
            }
        });
        return json;
    }

    private static ObjectNode numbers(Slice slice, long lengthNanos, double[] sorted) {
        double sum = Arrays.stream(sorted).sum();
        ObjectNode json = head(slice, lengthNanos);
        json.put("count", sorted.length);
        json.set("sum", TelemetryJson.number(sum));
        json.set("min", TelemetryJson.number(sorted[0]));
        json.set("max", TelemetryJson.number(sorted[sorted.length - 1]));
        json.set("avg", TelemetryJson.number(sum / sorted.length));
        if (sorted.length >= ENOUGH_FOR_PERCENTILES) {
            ObjectNode percentiles = json.putObject("percentiles");
            for (int percent : new int[] {50, 75, 90, 95, 99}) {
                percentiles.put("p" + percent, percentile(sorted, percent / 100.0));
            }
        }
        return json;
    }

    /** Aggregates histograms. Otherwise like {@link #numbers}. */
    static ArrayNode histograms(List<MetricRecord> metrics, long lengthNanos, Predicate<long[]> wanted) {
        Map<Slice, Merged> slices = new TreeMap<>();
        for (MetricRecord metric : metrics) {
            for (MetricRecord.Point point : metric.points()) {
                if (point instanceof MetricRecord.HistogramPoint histogram) {
                    slices.computeIfAbsent(slice(metric, lengthNanos), slice -> new Merged())
                            .add(histogram);
                }
            }
        }
        ArrayNode json = TelemetryJson.array();
        slices.forEach((slice, merged) -> {
            if (wanted.test(new long[] {slice.startNanos(), slice.startNanos() + lengthNanos})) {
                json.add(histogram(slice, lengthNanos, merged));
            }
        });
        return json;
    }

    private static ObjectNode histogram(Slice slice, long lengthNanos, Merged merged) {
        ObjectNode json = head(slice, lengthNanos);
        json.set("total_count", TelemetryJson.unsigned(merged.count));
        json.set("total_sum", TelemetryJson.number(merged.sum));
        json.set("min", TelemetryJson.number(merged.min));
        json.set("max", TelemetryJson.number(merged.max));
        ArrayNode counts = json.putArray("bucket_counts");
        long[] merging = merged.counts;
        for (long count : merging == null ? new long[0] : merging) {
            counts.add(TelemetryJson.unsigned(count));
        }
        ArrayNode bounds = json.putArray("explicit_bounds");
        merged.bounds.forEach(bound -> bounds.add(TelemetryJson.number(bound)));
        return json;
    }

    private static ObjectNode head(Slice slice, long lengthNanos) {
        ObjectNode json = TelemetryJson.object();
        json.put("name", slice.name());
        json.set("bucket_start_ns", TelemetryJson.unsigned(slice.startNanos()));
        json.set("bucket_end_ns", TelemetryJson.unsigned(slice.startNanos() + lengthNanos));
        return json;
    }

    private static Slice slice(MetricRecord metric, long lengthNanos) {
        long arrived = metric.arrivedUnixNano();
        return new Slice(metric.name(), arrived - Long.remainderUnsigned(arrived, lengthNanos));
    }
}
