package dev.iii.sdk.internal.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Limits for numbers that come from others. Some short numbers need much time and memory: converting {@code 1e-30000000} to
 * an integer takes minutes. The time for reading digits grows with the square of their number. Therefore every number is
 * checked before it is converted.
 */
public final class NumberLimits {

    /** The maximum number of digits. */
    public static final int MAX_DIGITS = 1000;

    /** The maximum of the exponent, and of the number of decimal places. */
    public static final int MAX_EXPONENT = 100_000;

    private static final int MAX_BITS = BigInteger.TEN.pow(MAX_DIGITS).bitLength();

    private NumberLimits() {}

    /**
     * Parses a decimal number.
     *
     * @throws NumberFormatException if the text is not a number, or if the number is outside the limits
     */
    public static BigDecimal decimal(String text) {
        requireShort(text);
        BigDecimal number = new BigDecimal(text);
        if (!isWithin(number)) {
            throw new NumberFormatException("the exponent of the number is too large");
        }
        return number;
    }

    /**
     * Parses an integer without an exponent.
     *
     * @throws NumberFormatException if the text is not an integer, or if it has too many digits
     */
    public static BigInteger integer(String text) {
        requireShort(text);
        return new BigInteger(text);
    }

    private static void requireShort(String text) {
        // A longer text may contain a sign, a point and an exponent.
        if (text.length() > MAX_DIGITS + 10) {
            throw new NumberFormatException("the number has too many digits");
        }
    }

    /** Returns {@code true} if calculating with the number is quick. Does not calculate with it. */
    public static boolean isWithin(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_EXPONENT && isWithin(number.unscaledValue());
    }

    /** Returns {@code true} if calculating with the number is quick. Does not calculate with it. */
    public static boolean isWithin(BigInteger number) {
        return number.bitLength() <= MAX_BITS;
    }
}
