package dev.iii.stub.json;

import dev.iii.protocol.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** The kind of a JSON value, with the names that the real engine uses for it in its messages. */
public enum JsonKind {
    NULL,
    BOOLEAN,
    INTEGER,
    FLOAT,
    STRING,
    ARRAY,
    OBJECT;

    private static final int LEAST_PLAIN_EXPONENT = -5;
    private static final int GREATEST_PLAIN_EXPONENT = 15;
    private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    /** The number of characters of the longest 64-bit integers. */
    private static final int MAX_INTEGER_LENGTH = 20;

    /** Returns the kind of a well-formed value. Integers that do not fit into 64 bits count as {@link #FLOAT}. */
    public static JsonKind of(RawJson value) {
        return switch (value.array()[value.offset()]) {
            case 'n' -> NULL;
            case 't', 'f' -> BOOLEAN;
            case '"' -> STRING;
            case '[' -> ARRAY;
            case '{' -> OBJECT;
            default -> isInteger(value) ? INTEGER : FLOAT;
        };
    }

    /** Returns the name of the kind in the messages of state updates, for example {@code number}. */
    public String typeName() {
        return switch (this) {
            case INTEGER, FLOAT -> "number";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /** Returns the description of a value that follows "invalid type:" in messages, for example {@code integer `5`}. */
    public static String describe(RawJson value) {
        return switch (of(value)) {
            case NULL -> "null";
            case BOOLEAN -> "boolean `" + value.text() + "`";
            case INTEGER -> "integer `" + value.text() + "`";
            case FLOAT -> "floating point `" + fraction(value.text()) + "`";
            case STRING -> "string " + quoted(JsonText.string(value));
            case ARRAY -> "sequence";
            case OBJECT -> "map";
        };
    }

    private static boolean isInteger(RawJson number) {
        int end = number.offset() + number.length();
        for (int i = number.offset(); i < end; i++) {
            byte c = number.array()[i];
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        if (number.length() < MAX_INTEGER_LENGTH - 1) {
            return true;
        }
        if (number.length() > MAX_INTEGER_LENGTH) {
            return false;
        }
        BigInteger exact = NumberLimits.integer(number);
        return exact.compareTo(I64_MIN) >= 0 && exact.compareTo(U64_MAX) <= 0;
    }

    private static String fraction(String number) {
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            return number;
        }
        if (value == 0) {
            return Double.toString(value);
        }
        BigDecimal exact = NumberLimits.decimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent < LEAST_PLAIN_EXPONENT || exponent > GREATEST_PLAIN_EXPONENT) {
            String digits = exact.movePointLeft(exponent).toPlainString();
            return digits + (exponent < 0 ? "e" : "e+") + exponent;
        }
        String plain = exact.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /**
     * Returns a string in double quotes, with the escapes of Rust string literals, as the real engine shows it in
     * messages.
     */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0 -> out.append("\\0");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append("\\u{").append(Integer.toHexString(c)).append('}');
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
