package dev.iii.stub.json;

import dev.iii.protocol.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Converts numbers that come from others to exact numbers. The time for this grows with the square of the number of digits, and
 * a short number with a large exponent can become a very long one. Therefore every number is checked before. No other class
 * may convert a string to an exact number; a test checks this.
 */
public final class NumberLimits {

    /** The maximum number of digits. */
    public static final int MAX_DIGITS = 1000;

    /** The maximum of the exponent, and of the number of decimal places. */
    public static final int MAX_EXPONENT = 100_000;

    /** A number may also contain a sign, a point and an exponent. */
    private static final int MAX_LENGTH = MAX_DIGITS + 10;

    private NumberLimits() {}

    /**
     * Returns an integer.
     *
     * @throws NumberFormatException if the string is not an integer, or if it has too many digits
     */
    public static BigInteger integer(String text) {
        return integer(text, 10);
    }

    /** Returns an integer with this radix. Otherwise like {@link #integer(String)}. */
    public static BigInteger integer(String text, int radix) {
        requireShort(text.length());
        return new BigInteger(text, radix);
    }

    /** Returns a JSON integer. Otherwise like {@link #integer(String)}. */
    public static BigInteger integer(RawJson number) {
        requireShort(number.length());
        return new BigInteger(number.text());
    }

    /**
     * Returns a decimal number.
     *
     * @throws NumberFormatException if the string is not a number, or if it has too many digits or too large an exponent
     */
    public static BigDecimal decimal(String text) {
        requireShort(text.length());
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
            throw new NumberFormatException("the exponent of the number is too large");
        }
        return number;
    }

    private static void requireShort(int length) {
        if (length > MAX_LENGTH) {
            throw new NumberFormatException("the number has more than " + MAX_DIGITS + " digits");
        }
    }
}
