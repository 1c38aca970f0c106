package dev.iii.stub.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * The form in which the real engine writes a number that it has read. Integers of 64 bits are not changed, and every
 * other number becomes a double.
 *
 * <p>The real engine does not read decimal numbers exactly. It multiplies or divides the leading digits by a power of ten,
 * so that the last of 16 or 17 digits may change. This class calculates in the same way.
 */
final class NumberText {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private static final int MAX_POWER = 308;
    private static final double LARGEST_POWER = 1e308;
    private static final double[] POWERS = new double[MAX_POWER + 1];

    /** Doubles from 10^16 on are written with an exponent. */
    private static final int MAX_INTEGER_DIGITS = 16;

    /** Doubles below 10^-5 are written with an exponent. */
    private static final int MIN_POINT = -4;

    /** Far beyond the exponents of doubles, and far from an overflow. */
    private static final int EXPONENT_LIMIT = 1_000_000_000;

    private static final int EXPONENT_DIGITS = 9;

    static {
        for (int i = 0; i <= MAX_POWER; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private NumberText() {}

    /**
     * Returns this number in the form in which the real engine writes it. A string that is not a JSON number is not changed.
     *
     * @throws CanonicalNumbers.OutOfRangeException if the number is larger than a double can be
     */
    static String canonical(String number) {
        if (!NUMBER.matcher(number).matches() || isLong(number)) {
            return number;
        }
        return format(parse(number));
    }

    private static boolean isLong(String number) {
        if (number.equals("-0") || number.indexOf('.') >= 0 || number.indexOf('e') >= 0 || number.indexOf('E') >= 0) {
            return false;
        }
        try {
            if (number.startsWith("-")) {
                Long.parseLong(number);
            } else {
                Long.parseUnsignedLong(number);
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Reads the number as the real engine does, which is not always the nearest double. */
    private static double parse(String number) {
        boolean negative = number.startsWith("-");
        long significand = 0;
        int exponent = 0;
        boolean point = false;
        boolean full = false;
        int p = negative ? 1 : 0;
        for (; p < number.length(); p++) {
            char c = number.charAt(p);
            if (c == '.') {
                point = true;
                full = false;
            } else if (c == 'e' || c == 'E') {
                break;
            } else {
                int digit = c - '0';
                full = full || overflows(significand, digit);
                if (!full) {
                    significand = significand * 10 + digit;
                }
                exponent += point ? full ? 0 : -1 : full ? 1 : 0;
            }
        }
        if (p < number.length()) {
            exponent += exponent(number.substring(p + 1));
        }
        double value = scaled(toDouble(significand), exponent);
        return negative ? -value : value;
    }

    /** Returns {@code true} if {@code significand * 10 + digit} does not fit into 64 bits without a sign. */
    private static boolean overflows(long significand, int digit) {
        long tenth = Long.divideUnsigned(-1L, 10);
        int compared = Long.compareUnsigned(significand, tenth);
        return compared > 0 || compared == 0 && digit > (int) Long.remainderUnsigned(-1L, 10);
    }

    private static double toDouble(long unsigned) {
        return unsigned >= 0
                ? unsigned
                : NumberLimits.decimal(Long.toUnsignedString(unsigned)).doubleValue();
    }

    /** Returns the exponent, limited to a range that is far beyond that of doubles. */
    private static int exponent(String text) {
        boolean negative = text.startsWith("-");
        String digits = (negative || text.startsWith("+") ? text.substring(1) : text).replaceFirst("^0+(?=.)", "");
        int value = digits.length() > EXPONENT_DIGITS ? EXPONENT_LIMIT : Integer.parseInt(digits);
        return negative ? -value : value;
    }

    private static double scaled(double significand, int exponent) {
        double value = significand;
        int rest = exponent;
        while (rest < -MAX_POWER && value != 0) {
            value /= LARGEST_POWER;
            rest += MAX_POWER;
        }
        if (value == 0) {
            return value;
        }
        if (rest < 0) {
            return value / POWERS[-rest];
        }
        double result = rest > MAX_POWER ? Double.POSITIVE_INFINITY : value * POWERS[rest];
        if (Double.isInfinite(result)) {
            throw new CanonicalNumbers.OutOfRangeException();
        }
        return result;
    }

    /** Writes the double with the fewest digits that identify it. */
    private static String format(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        // The value is 0.DIGITS * 10^point.
        int point = digits.length() - shortest.scale();
        StringBuilder out = new StringBuilder(value < 0 ? "-" : "");
        if (point > MAX_INTEGER_DIGITS || point < MIN_POINT) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            int exponent = point - 1;
            return out.append('e')
                    .append(exponent < 0 ? "-" : "+")
                    .append(Math.abs(exponent))
                    .toString();
        }
        if (point <= 0) {
            return out.append("0.").append("0".repeat(-point)).append(digits).toString();
        }
        if (point >= digits.length()) {
            return out.append(digits)
                    .append("0".repeat(point - digits.length()))
                    .append(".0")
                    .toString();
        }
        return out.append(digits, 0, point)
                .append('.')
                .append(digits, point, digits.length())
                .toString();
    }

    /**
     * Returns the decimal number with the fewest digits that identifies the double, without trailing zeros.
     * {@link Double#toString} is not sufficient: before Java 19 it may return one digit too many.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal best = NumberLimits.decimal(Double.toString(value)).stripTrailingZeros();
        for (int digits = best.precision(); digits >= 1; digits--) {
            BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (candidate.doubleValue() != value) {
                // Below a power of two, doubles are closer together than above it.
                candidate = exact.round(new MathContext(digits, RoundingMode.UP));
            }
            if (candidate.doubleValue() != value) {
                break;
            }
            best = candidate;
        }
        return best.stripTrailingZeros();
    }
}
