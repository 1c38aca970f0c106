package dev.iii.stub.telemetry.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric with the values that a worker has measured. Immutable.
 *
 * @param name the name of the metric
 * @param description the description; may be empty
 * @param unit the unit; may be empty
 * @param kind the meaning of the values
 * @param points the values
 * @param serviceName the name of the service that measured the values
 * @param scope the instrumentation
 * @param arrivedUnixNano the time of the arrival, in nanoseconds since 1970
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

    /** Copies the points. */
    public MetricRecord {
        points = List.copyOf(points);
    }

    /** The meaning of the values. */
    public enum Kind {
        /** The current value of a quantity. */
        GAUGE,
        /** A sum that only increases. */
        COUNTER,
        /** A sum that can also decrease. */
        UPDOWNCOUNTER,
        /** Numbers of values per bucket. */
        HISTOGRAM
    }

    /** One value with its attributes. */
    public sealed interface Point {

        /** Returns the attributes of the value. */
        List<Attribute> attributes();

        /** Returns the time of the measurement, in nanoseconds since 1970. */
        long unixNano();
    }

    /**
     * A single number.
     *
     * @param attributes the attributes of the value
     * @param unixNano the time of the measurement, in nanoseconds since 1970
     * @param value the number
     */
    public record NumberPoint(List<Attribute> attributes, long unixNano, double value) implements Point {

        /** Copies the attributes. */
        public NumberPoint {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A histogram.
     *
     * @param attributes the attributes of the histogram
     * @param unixNano the time of the measurement, in nanoseconds since 1970
     * @param count the number of values
     * @param sum the sum of the values
     * @param buckets the number of values per bucket
     * @param extremes the smallest and the largest value
     */
    public record HistogramPoint(
            List<Attribute> attributes, long unixNano, long count, double sum, Buckets buckets, Extremes extremes)
            implements Point {

        /** Copies the attributes. */
        public HistogramPoint {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * The buckets of a histogram.
     *
     * @param counts the number of values in each bucket
     * @param bounds the boundaries between the buckets
     */
    public record Buckets(List<Long> counts, List<Double> bounds) {

        /** Copies the counts and the bounds. */
        public Buckets {
            counts = List.copyOf(counts);
            bounds = List.copyOf(bounds);
        }
    }

    /**
     * The range of the values of a histogram.
     *
     * @param min the smallest value; {@code null} if unknown
     * @param max the largest value; {@code null} if unknown
     */
    public record Extremes(@Nullable Double min, @Nullable Double max) {}
}
