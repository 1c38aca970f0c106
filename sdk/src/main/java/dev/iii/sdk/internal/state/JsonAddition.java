package dev.iii.sdk.internal.state;

import dev.iii.sdk.internal.json.NumberLimits;
import dev.iii.sdk.json.Json;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Adds to JSON numbers like the engine: integers exactly within 64 bits, all other numbers as doubles. */
final class JsonAddition {

    private static final BigInteger SIGNED_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger SIGNED_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private JsonAddition() {}

    /** Returns the sum; {@code null} if the value is not a number or the sum is out of range. */
    static @Nullable Json of(Json value, BigInteger by) {
        String text = value.text();
        if (JsonKind.of(value) != JsonKind.NUMBER || text.length() > NumberLimits.MAX_DIGITS) {
            return null;
        }
        if (isWhole(text)) {
            BigInteger whole = NumberLimits.integer(text);
            if (isBetween(whole, UNSIGNED_MAX)) {
                BigInteger sum = whole.add(by);
                return isBetween(sum, whole.signum() >= 0 ? UNSIGNED_MAX : SIGNED_MAX) ? Json.of(sum) : null;
            }
        }
        double sum = Double.parseDouble(text) + by.doubleValue();
        return Double.isFinite(sum) ? Json.of(sum) : null;
    }

    private static boolean isWhole(String number) {
        return number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    }

    private static boolean isBetween(BigInteger value, BigInteger max) {
        return value.compareTo(SIGNED_MIN) >= 0 && value.compareTo(max) <= 0;
    }
}
