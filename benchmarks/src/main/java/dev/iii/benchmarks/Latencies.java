package dev.iii.benchmarks;

import java.util.Arrays;

/** Measured times in microseconds, sorted. Immutable. */
final class Latencies {

    private final double[] sorted;

    private Latencies(double[] sorted) {
        this.sorted = sorted;
    }

    /** Returns the given times. Ignores times that are not numbers, because these calls had no result. */
    static Latencies of(double... micros) {
        double[] sorted =
                Arrays.stream(micros).filter(time -> !Double.isNaN(time)).toArray();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    int count() {
        return sorted.length;
    }

    /** Returns the smallest time that at least this share of the times does not exceed, or NaN if there is no time. */
    double percentile(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
    }

    double p50() {
        return percentile(0.5);
    }

    double p99() {
        return percentile(0.99);
    }

    double min() {
        return percentile(0);
    }

    double max() {
        return percentile(1);
    }

    /** Returns the middle value, or the mean of the two middle values. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
