package dev.iii.stub.telemetry;

import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.NumberLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One object of OTLP/JSON, whose fields are read one by one. It is as strict as the real engine: a field of the wrong
 * type makes the whole message invalid. 64-bit integers may be strings or numbers.
 */
final class OtlpObject {

    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger I64_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int MAX_DIGITS = 32;
    private static final int USUAL_DIGITS = 18;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final JsonNode node;

    private OtlpObject(JsonNode node) {
        this.node = node;
    }

    /**
     * Creates an object from a node.
     *
     * @param what the name of the object in messages
     */
    static OtlpObject of(JsonNode node, String what) {
        if (!node.isObject()) {
            throw new BadInputException(what + " must be an object");
        }
        return new OtlpObject(node);
    }

    private @Nullable JsonNode field(String name) {
        return node.get(name);
    }

    private @Nullable JsonNode unlessNull(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    String text(String name) {
        String value = optionalText(name);
        if (value == null) {
            throw new BadInputException(name + " is missing");
        }
        return value;
    }

    @Nullable
    String optionalText(String name) {
        JsonNode value = unlessNull(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw new BadInputException(name + " must be a string");
        }
        return value.stringValue();
    }

    String textOrEmpty(String name) {
        String value = optionalText(name);
        return value == null ? "" : value;
    }

    /** Returns an unsigned 64-bit integer, or 0 if it is absent. */
    long u64(String name) {
        JsonNode value = field(name);
        if (value == null) {
            return 0;
        }
        long usual = usual(value);
        return usual >= 0
                ? usual
                : integer(value, name, BigInteger.ZERO, U64_MAX).longValue();
    }

    /** Returns an integer of at most 18 digits without a sign, or -1 for everything else. Needs no large integers. */
    private static long usual(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? value.longValue() : -1;
        }
        String text = value.isString() ? value.stringValue() : "";
        if (text.isEmpty() || text.length() > USUAL_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Returns a signed 64-bit integer, or {@code null} if it is absent. */
    @Nullable
    Long i64(String name) {
        JsonNode value = unlessNull(name);
        if (value == null) {
            return null;
        }
        long usual = usual(value);
        return usual >= 0 ? usual : integer(value, name, I64_MIN, I64_MAX).longValue();
    }

    /**
     * Returns an integer from {@code min} to {@code max}, or {@code null} if it is absent. Strings are not accepted.
     */
    @Nullable
    Long small(String name, long min, long max) {
        JsonNode value = unlessNull(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw new BadInputException(name + " must be a whole number");
        }
        long usual = usual(value);
        return usual >= 0 && usual >= min && usual <= max
                ? usual
                : integer(value, name, BigInteger.valueOf(min), BigInteger.valueOf(max))
                        .longValue();
    }

    @Nullable
    Double number(String name) {
        JsonNode value = unlessNull(name);
        return value == null ? null : finite(value, name);
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = unlessNull(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw new BadInputException(name + " must be true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    OtlpObject object(String name) {
        JsonNode value = unlessNull(name);
        return value == null ? null : of(value, name);
    }

    /** Calls the consumer for every object of a list. */
    void each(String name, Consumer<OtlpObject> consumer) {
        for (JsonNode element : elements(name)) {
            consumer.accept(of(element, name));
        }
    }

    /** Returns the results of the reader for every object of a list. */
    <T> List<T> list(String name, Function<OtlpObject, T> reader) {
        List<T> list = new ArrayList<>();
        each(name, element -> list.add(reader.apply(element)));
        return list;
    }

    List<Long> u64s(String name) {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            numbers.add(integer(element, name, BigInteger.ZERO, U64_MAX).longValue());
        }
        return numbers;
    }

    List<Double> numbers(String name) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            numbers.add(finite(element, name));
        }
        return numbers;
    }

    private Iterable<JsonNode> elements(String name) {
        JsonNode value = field(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new BadInputException(name + " must be a list");
        }
        return value;
    }

    private static BigInteger integer(JsonNode value, String name, BigInteger min, BigInteger max) {
        BigInteger exact = null;
        if (value.isIntegralNumber()) {
            exact = value.bigIntegerValue();
        } else if (value.isString()
                && value.stringValue().length() <= MAX_DIGITS
                && INTEGER.matcher(value.stringValue()).matches()) {
            exact = NumberLimits.integer(value.stringValue());
        }
        if (exact == null || exact.compareTo(min) < 0 || exact.compareTo(max) > 0) {
            throw new BadInputException(name + " must be a whole number from " + min + " to " + max);
        }
        return exact;
    }

    private static double finite(JsonNode value, String name) {
        if (!value.isNumber()) {
            throw new BadInputException(name + " must be a number");
        }
        double number = Double.parseDouble(value.asString());
        if (Double.isInfinite(number)) {
            throw new BadInputException(name + " is out of range");
        }
        return number;
    }
}
