package dev.iii.stub.telemetry;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.InvocationFailed;
import dev.iii.stub.json.Fields;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers of inputs: times, sizes, and what stands in the echo of a query. Times are unsigned. */
final class Times {

    private static final BigInteger NANOS_PER_MILLI = BigInteger.valueOf(1_000_000);
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Times() {}

    /** A time in milliseconds as nanoseconds, the last one when it is beyond; {@code null} when it is absent. */
    static @Nullable Long nanos(Fields in, String field) {
        RawJson value = in.optional(field);
        return value == null
                ? null
                : new BigInteger(value.text())
                        .multiply(NANOS_PER_MILLI)
                        .min(MAX)
                        .longValue();
    }

    /**
     * A time in milliseconds as nanoseconds; {@code null} when it is absent.
     *
     * @throws InvocationFailed with {@code time_value_overflow} when it is beyond
     */
    static @Nullable Long checkedNanos(Fields in, String field) {
        return checked(in, field, NANOS_PER_MILLI);
    }

    /** The same for a number of seconds. */
    static @Nullable Long checkedSeconds(Fields in, String field) {
        return checked(in, field, NANOS_PER_SECOND);
    }

    private static @Nullable Long checked(Fields in, String field, BigInteger unit) {
        RawJson value = in.optional(field);
        if (value == null) {
            return null;
        }
        BigInteger nanos = new BigInteger(value.text()).multiply(unit);
        if (nanos.compareTo(MAX) > 0) {
            throw new InvocationFailed("time_value_overflow", field + " value too large");
        }
        return nanos.longValue();
    }

    /** A size, at most the largest {@code int}. */
    static int size(Fields in, String field, int absent) {
        RawJson value = in.optional(field);
        return value == null
                ? absent
                : new BigInteger(value.text())
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .intValue();
    }

    static boolean isBefore(long nanos, long other) {
        return Long.compareUnsigned(nanos, other) < 0;
    }

    /** How long it is from one to the other, 0 when they are the wrong way round. */
    static long between(long startNanos, long endNanos) {
        return isBefore(endNanos, startNanos) ? 0 : endNanos - startNanos;
    }
}
