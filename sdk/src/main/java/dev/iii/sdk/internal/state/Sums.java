package dev.iii.sdk.internal.state;

import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Adding to JSON numbers as the engine does: whole numbers exactly within 64 bits, everything else as a double. */
final class Sums {

    private static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger SIGNED_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    /** Numbers with more digits are not taken apart: no double has so many. */
    private static final int MAX_TEXT = 1000;

    private Sums() {}

    /** The sum, or {@code null} when the value is no number or the sum is beyond what is kept. */
    static @Nullable Json of(Json value, BigInteger by) {
        String text = value.text();
        if (JsonKind.of(value) != JsonKind.NUMBER || text.length() > MAX_TEXT) {
            return null;
        }
        if (isWhole(text)) {
            BigInteger whole = new BigInteger(text);
            if (isBetween(whole, UNSIGNED_MAX)) {
                BigInteger sum = whole.add(by);
                return isBetween(sum, whole.signum() >= 0 ? UNSIGNED_MAX : SIGNED_MAX) ? Json.of(sum) : null;
            }
        }
        double sum = new BigDecimal(text).doubleValue() + by.doubleValue();
        return Double.isFinite(sum) ? Json.of(sum) : null;
    }

    private static boolean isWhole(String number) {
        return number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    }

    private static boolean isBetween(BigInteger value, BigInteger max) {
        return value.compareTo(SIGNED_MIN) >= 0 && value.compareTo(max) <= 0;
    }
}
