package dev.iii.sdk.jackson2;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodecException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts exceptions of Jackson 2 to messages that do not contain values, because these may be secrets. */
final class Mismatches {

    private static final String AN_INTEGER = "an integer";

    private static final int MAX_NAMES = 10;
    private static final int LONGEST_PATH = 32;

    private Mismatches() {}

    static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        e.getPath().stream().limit(LONGEST_PATH).forEach(step -> {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        });
        return path.toString();
    }

    /** Returns why a value cannot be written. */
    static String unwritten(Exception e) {
        Throwable cause = e instanceof JsonCodecException ? e : e.getCause();
        if (cause instanceof JsonCodecException tooLarge) {
            return String.valueOf(tooLarge.getMessage());
        }
        if (e instanceof InvalidDefinitionException definition && definition.getType() != null) {
            return definition.getType().getRawClass().getSimpleName()
                    + " has no visible properties; make it a record, or give it getters";
        }
        return e instanceof StreamConstraintsException
                ? "it is nested too deeply, or contains itself"
                : "one of its properties cannot be read, or it contains itself";
    }

    /**
     * Returns why JSON cannot be read.
     *
     * @param json the JSON of the whole value
     */
    static String unread(IOException thrown, JavaType target, String json) {
        // Jackson adds the path to an exception of the parser by wrapping it.
        IOException e =
                thrown.getClass() == JsonMappingException.class && thrown.getCause() instanceof StreamReadException read
                        ? read
                        : thrown;
        if (e instanceof InputCoercionException outOfRange) {
            return "expected " + expected(TypeFactory.defaultInstance().constructType(outOfRange.getTargetType()))
                    + ", was out of range";
        }
        if (e instanceof StreamConstraintsException) {
            return "nested too deeply, or contains a number with too many digits";
        }
        if (e instanceof StreamReadException invalid) {
            JsonLocation at = invalid.getLocation();
            return "not valid JSON" + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
        if (e instanceof InvalidDefinitionException definition) {
            JavaType type = definition.getType();
            return (type == null ? "this type" : type.getRawClass().getSimpleName())
                    + " cannot be read from JSON; it needs a constructor for its fields, or @JsonTypeInfo if it has"
                    + " subtypes";
        }
        if (e instanceof ValueInstantiationException rejected) {
            return rejected(rejected);
        }
        if (!(e instanceof MismatchedInputException mismatch)) {
            return "cannot be read";
        }
        Class<?> type = mismatch.getTargetType();
        String expected =
                expected(type == null ? target : TypeFactory.defaultInstance().constructType(type));
        if (e instanceof InvalidNullException) {
            return "null; expected " + expected;
        }
        String was = kind(json, mismatch);
        if (AN_INTEGER.equals(was) && AN_INTEGER.equals(expected)) {
            return "expected " + expected + ", was out of range";
        }
        return was == null ? "missing; expected " + expected : "expected " + expected + ", was " + was;
    }

    /** Includes the message of a constructor that has thrown, unless the JDK wrote it: such messages contain the value. */
    private static String rejected(ValueInstantiationException e) {
        String rejected = "rejected by "
                + (e.getType() == null ? "its type" : e.getType().getRawClass().getSimpleName());
        Throwable cause = e.getCause();
        if (cause == null || cause.getMessage() == null || cause.getStackTrace().length == 0) {
            return rejected;
        }
        return cause.getStackTrace()[0].getClassName().startsWith("java.")
                ? rejected
                : rejected + ": " + cause.getMessage();
    }

    private static String expected(JavaType type) {
        JavaType content = type.isReferenceType() && type.getContentType() != null ? type.getContentType() : type;
        Class<?> raw = content.getRawClass();
        if (raw.isEnum()) {
            return "one of "
                    + Arrays.stream(raw.getEnumConstants())
                            .limit(MAX_NAMES)
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "));
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "a boolean";
        }
        if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
            return AN_INTEGER;
        }
        if (raw == double.class || raw == float.class || Number.class.isAssignableFrom(raw)) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(raw)) {
            return "a string";
        }
        if (content.isMapLikeType()) {
            return "an object";
        }
        if (content.isContainerType()) {
            return "an array";
        }
        return (raw.getName().startsWith("java.") ? "a value (" : "an object (") + raw.getSimpleName() + ")";
    }

    /** Returns the kind of the JSON that does not fit; {@code null} if it is missing. */
    private static @Nullable String kind(String json, JsonMappingException e) {
        Json value = Json.parse(json);
        for (JsonMappingException.Reference step : e.getPath()) {
            List<Json> elements = value.elements();
            if (step.getFieldName() != null) {
                value = value.field(step.getFieldName());
            } else if (step.getIndex() >= 0 && step.getIndex() < elements.size()) {
                value = elements.get(step.getIndex());
            }
        }
        if (value.isAbsent()) {
            return null;
        }
        String text = value.text();
        return switch (text.charAt(0)) {
            case '{' -> "an object";
            case '[' -> "an array";
            case '"' -> "a string";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            default -> isInteger(text) ? AN_INTEGER : "a number with a fraction";
        };
    }

    private static boolean isInteger(String number) {
        try {
            return new BigDecimal(number).stripTrailingZeros().scale() <= 0;
        } catch (ArithmeticException | NumberFormatException e) {
            // The exponent is too large for a decimal number, so its sign decides.
            return !number.contains("e-") && !number.contains("E-");
        }
    }
}
