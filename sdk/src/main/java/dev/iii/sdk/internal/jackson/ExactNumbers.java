package dev.iii.sdk.internal.jackson;

import dev.iii.sdk.internal.json.NumberLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Decides which numbers survive the engine, and how they are written. The engine keeps integers from -2^63 to 2^64 - 1 exactly
 * and every other number as a double, of which it writes the shortest form (engine behaviour, section 4).
 *
 * <p>A decimal number is exact if it is the shortest form of a double. But the engine does not read numbers with more than 15
 * digits exactly: it converts the digits to a double, and multiplies or divides that by a power of ten. So it reads the shortest
 * form of about every tenth double as the next one. With more zeros at its end, the same number is rounded in another way.
 * Therefore this class calculates as the engine does, and adds zeros until the engine reads the given number. If that does not
 * help, the number is refused. The engine reads almost every number that it has sent without a change.
 */
final class ExactNumbers {

    private static final BigInteger LEAST_INTEGER = BigInteger.valueOf(Long.MIN_VALUE);
    /** The greatest integer that the engine keeps, and the greatest one into which it collects the digits of a number. */
    private static final BigInteger GREATEST_INTEGER =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    /** A decimal number with at most this many digits is the shortest form of its double. */
    private static final int SHORT_DIGITS = 15;
    /** The greatest exponent of ten for which the power is exactly a double. */
    private static final int EXACT_POWER = 22;

    private static final int GREATEST_POWER = 308;
    private static final double[] POWERS = new double[GREATEST_POWER + 1];

    static {
        for (int i = 0; i <= GREATEST_POWER; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private ExactNumbers() {}

    /** Returns {@code true} if the engine keeps the integer exactly when it is written with all digits. */
    static boolean isExact(BigInteger number) {
        if (isLong(number)) {
            return true;
        }
        BigDecimal decimal = new BigDecimal(number);
        return NumberLimits.isWithin(number) && isShortest(decimal, decimal.doubleValue()) && survives(decimal);
    }

    private static boolean isLong(BigInteger number) {
        return number.compareTo(LEAST_INTEGER) >= 0 && number.compareTo(GREATEST_INTEGER) <= 0;
    }

    /**
     * Returns the number to write, so that the engine passes on the given one as a double; {@code null} if it changes the
     * number however it is written. The result is equal to the number, and may have more zeros.
     */
    static @Nullable BigDecimal asDouble(BigDecimal number) {
        if (!NumberLimits.isWithin(number)) {
            return null;
        }
        boolean unchanged = number.signum() == 0
                || (number.precision() <= SHORT_DIGITS && Math.abs(number.scale()) <= EXACT_POWER)
                || (number.scale() == 0 && isLong(number.unscaledValue()));
        if (unchanged) {
            return number;
        }
        if (!isShortest(number, number.doubleValue())) {
            return null;
        }
        return survives(number) ? number : withZeros(number);
    }

    private static boolean isShortest(BigDecimal number, double nearest) {
        return Double.isFinite(nearest) && nearest != 0 && number.abs().compareTo(shortest(Math.abs(nearest))) == 0;
    }

    /** Adds zeros to the number until the engine reads its nearest double. Returns {@code null} if that is impossible. */
    private static @Nullable BigDecimal withZeros(BigDecimal number) {
        double wanted = Math.abs(number.doubleValue());
        BigDecimal digits = number.abs().stripTrailingZeros();
        for (BigDecimal longer = digits;
                longer.unscaledValue().compareTo(GREATEST_INTEGER) <= 0;
                longer = longer.setScale(longer.scale() + 1)) {
            if (asReadByEngine(longer) == wanted) {
                return number.signum() < 0 ? longer.negate() : longer;
            }
        }
        return null;
    }

    private static boolean survives(BigDecimal number) {
        return asReadByEngine(number.abs()) == Math.abs(number.doubleValue());
    }

    /** Returns the double as which the engine reads a positive number. It may be infinite, and then the engine refuses it. */
    private static double asReadByEngine(BigDecimal number) {
        BigInteger digits = number.unscaledValue();
        int exponent = -number.scale();
        if (digits.compareTo(GREATEST_INTEGER) > 0) {
            // The engine ignores the digits that do not fit into 64 bits.
            String text = digits.toString();
            int kept = GREATEST_INTEGER.toString().length();
            digits = new BigInteger(text.substring(0, kept));
            if (digits.compareTo(GREATEST_INTEGER) > 0) {
                digits = new BigInteger(text.substring(0, --kept));
            }
            exponent += text.length() - kept;
        }
        double value = digits.doubleValue();
        while (exponent < -GREATEST_POWER && value != 0) {
            value /= POWERS[GREATEST_POWER];
            exponent += GREATEST_POWER;
        }
        if (value == 0) {
            return value;
        }
        if (exponent > GREATEST_POWER) {
            return Double.POSITIVE_INFINITY;
        }
        return exponent < 0 ? value / POWERS[-exponent] : value * POWERS[exponent];
    }

    /** Returns the decimal number with the fewest digits that identifies a positive double. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        // Before Java 19, this may have too many digits.
        BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        for (int digits = best.precision() - 1; digits >= 1; digits--) {
            BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shorter.doubleValue() != value) {
                // The doubles below a power of two are closer together than those above it.
                shorter = exact.round(new MathContext(digits, RoundingMode.UP));
            }
            if (shorter.doubleValue() != value) {
                return best;
            }
            best = shorter.stripTrailingZeros();
        }
        return best;
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
        return isLong(integer) ? integer : null;
    }
}
