package dev.iii.stub.store;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Adds to JSON numbers like the real engine: integers exactly within 64 bits, all other numbers as a double. */
final class Numbers {

    private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger I64_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Numbers() {}

    static Amount of(long by) {
        return new Amount(BigInteger.valueOf(by));
    }

    /** The amount to add. */
    record Amount(BigInteger by) {

        Amount negate() {
            return new Amount(by.negate());
        }

        /** Returns the amount as a JSON number, which is the result for a missing value. */
        JsonNode node() {
            return integer(by);
        }

        /** Returns the sum. Returns {@code null} if the node is not a number or the sum is out of range. */
        @Nullable
        JsonNode plus(JsonNode node) {
            if (!node.isNumber()) {
                return null;
            }
            if (node.isIntegralNumber()) {
                BigInteger value = node.bigIntegerValue();
                if (isBetween(value, I64_MIN, U64_MAX)) {
                    BigInteger sum = value.add(by);
                    BigInteger max = value.signum() >= 0 ? U64_MAX : I64_MAX;
                    return isBetween(sum, I64_MIN, max) ? integer(sum) : null;
                }
            }
            double sum = node.decimalValue().doubleValue() + by.doubleValue();
            return Double.isInfinite(sum) || Double.isNaN(sum) ? null : NODES.numberNode(sum);
        }
    }

    private static boolean isBetween(BigInteger value, BigInteger min, BigInteger max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static JsonNode integer(BigInteger value) {
        return isBetween(value, I64_MIN, I64_MAX) ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }
}
