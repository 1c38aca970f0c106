package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.json.NumberLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decides which numbers survive the engine. It keeps integers from -2^63 to 2^64 - 1 exactly and every other number as a
 * double (engine behaviour, section 4). A decimal number with at most 15 digits is equal to its double when it is written
 * again; with more digits, the last one may change.
 */
final class ExactNumbers {

    private static final BigInteger LEAST_INTEGER = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST_INTEGER =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final int DOUBLE_DIGITS = 15;

    /** Below this exponent a double has fewer digits. */
    private static final int LEAST_EXPONENT = -307;

    private ExactNumbers() {}

    /** Returns {@code true} if the engine keeps the integer exactly when it is written with all digits. */
    static boolean isExact(BigInteger number) {
        return number.compareTo(LEAST_INTEGER) >= 0 && number.compareTo(GREATEST_INTEGER) <= 0
                || NumberLimits.isWithin(number) && isExactDouble(new BigDecimal(number));
    }

    /** Returns {@code true} if the engine keeps the value of the number exactly as a double. */
    static boolean isExactDouble(BigDecimal number) {
        if (!NumberLimits.isWithin(number)) {
            return false;
        }
        BigDecimal shortest = number.precision() > DOUBLE_DIGITS ? number.stripTrailingZeros() : number;
        long exponent = (long) shortest.precision() - shortest.scale() - 1;
        return shortest.signum() == 0
                || shortest.precision() <= DOUBLE_DIGITS
                        && exponent >= LEAST_EXPONENT
                        && exponent <= Double.MAX_EXPONENT
                        && Double.isFinite(shortest.doubleValue());
    }

    /** Returns the 64-bit integer that is equal to the number; {@code null} if there is none. */
    static @Nullable BigInteger asInteger(BigDecimal number) {
        if (!NumberLimits.isWithin(number)) {
            return null;
        }
        BigDecimal shortest = number.stripTrailingZeros();
        if (shortest.scale() > 0
                || shortest.precision() - shortest.scale()
                        > GREATEST_INTEGER.toString().length()) {
            return null;
        }
        BigInteger integer = shortest.toBigIntegerExact();
        return integer.compareTo(LEAST_INTEGER) >= 0 && integer.compareTo(GREATEST_INTEGER) <= 0 ? integer : null;
    }
}
