package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.NumberLimits;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads times and sizes from inputs. Times are unsigned. */
final class TimeFields {

    private static final BigInteger NANOS_PER_MILLI = BigInteger.valueOf(1_000_000);
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private TimeFields() {}

    /**
     * Returns a time that is given in milliseconds, in nanoseconds. A time that does not fit becomes the greatest
     * possible time. Returns {@code null} if the field is absent.
     */
    static @Nullable Long nanos(Fields in, String field) {
        RawJson value = in.optional(field);
        return value == null
                ? null
                : NumberLimits.integer(value).multiply(NANOS_PER_MILLI).min(MAX).longValue();
    }

    /**
     * Returns a time that is given in milliseconds, in nanoseconds. Returns {@code null} if the field is absent.
     *
     * @throws InvocationFailed with the code {@code time_value_overflow} if the time does not fit
     */
    static @Nullable Long checkedNanos(Fields in, String field) {
        return checked(in, field, NANOS_PER_MILLI);
    }

    /** Returns a time that is given in seconds, in nanoseconds. Otherwise like {@link #checkedNanos}. */
    static @Nullable Long checkedSeconds(Fields in, String field) {
        return checked(in, field, NANOS_PER_SECOND);
    }

    private static @Nullable Long checked(Fields in, String field, BigInteger unit) {
        RawJson value = in.optional(field);
        if (value == null) {
            return null;
        }
        BigInteger nanos = NumberLimits.integer(value).multiply(unit);
        if (nanos.compareTo(MAX) > 0) {
            throw new InvocationFailed("time_value_overflow", field + " value too large");
        }
        return nanos.longValue();
    }

    /** Returns a size of at most {@link Integer#MAX_VALUE}, or {@code absent} if the field is absent. */
    static int size(Fields in, String field, int absent) {
        RawJson value = in.optional(field);
        return value == null
                ? absent
                : NumberLimits.integer(value)
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .intValue();
    }

    static boolean isBefore(long nanos, long other) {
        return Long.compareUnsigned(nanos, other) < 0;
    }

    /** Returns the time between two times, or 0 if the second one is earlier. */
    static long between(long startNanos, long endNanos) {
        return isBefore(endNanos, startNanos) ? 0 : endNanos - startNanos;
    }
}
