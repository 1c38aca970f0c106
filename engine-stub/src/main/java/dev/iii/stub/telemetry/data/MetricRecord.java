package dev.iii.stub.telemetry.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has measured. Immutable.
 *
 * @param name what was measured
 * @param description a sentence about it, may be empty
 * @param unit its unit, may be empty
 * @param kind how the values are to be read
 * @param points the values
 * @param serviceName who measured
 * @param scope the instrumentation
 * @param arrivedUnixNano when it came, in nanoseconds since 1970
 */
public record MetricRecord(
        String name,
        String description,
        String unit,
        Kind kind,
        List<Point> points,
        String serviceName,
        Scope scope,
        long arrivedUnixNano) {

    /** Keeps a copy of the points. */
    public MetricRecord {
        points = List.copyOf(points);
    }

    /** How values are to be read. */
    public enum Kind {
        /** How it is now. */
        GAUGE,
        /** A sum that only grows. */
        COUNTER,
        /** A sum that may shrink. */
        UPDOWNCOUNTER,
        /** Counts by size. */
        HISTOGRAM
    }

    /** One value with what it is about. */
    public sealed interface Point {

        /** What it is about. */
        List<Attribute> attributes();

        /** When it was measured, in nanoseconds since 1970. */
        long unixNano();
    }

    /**
     * A number.
     *
     * @param attributes what it is about
     * @param unixNano when it was measured
     * @param value the number
     */
    public record NumberPoint(List<Attribute> attributes, long unixNano, double value) implements Point {

        /** Keeps a copy of the attributes. */
        public NumberPoint {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * Counts by size.
     *
     * @param attributes what it is about
     * @param unixNano when it was measured
     * @param count how many values
     * @param sum their sum
     * @param buckets the counts
     * @param extremes the smallest and the largest value
     */
    public record HistogramPoint(
            List<Attribute> attributes, long unixNano, long count, double sum, Buckets buckets, Extremes extremes)
            implements Point {

        /** Keeps a copy of the attributes. */
        public HistogramPoint {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * The counts of a histogram.
     *
     * @param counts one for each size
     * @param bounds where one size ends and the next begins
     */
    public record Buckets(List<Long> counts, List<Double> bounds) {

        /** Keeps copies of the counts and bounds. */
        public Buckets {
            counts = List.copyOf(counts);
            bounds = List.copyOf(bounds);
        }
    }

    /**
     * The range of the values of a histogram.
     *
     * @param min the smallest
     * @param max the largest
     */
    public record Extremes(@Nullable Double min, @Nullable Double max) {}
}
