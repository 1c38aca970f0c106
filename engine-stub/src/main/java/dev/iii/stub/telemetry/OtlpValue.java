package dev.iii.stub.telemetry;

import dev.iii.stub.json.NumberLimits;
import dev.iii.stub.telemetry.data.Attribute;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts values of OTLP attributes and bodies of log lines. */
final class OtlpValue {

    private OtlpValue() {}

    /** Returns attributes with their values as strings. Attributes without a value are omitted. */
    static List<Attribute> attributes(OtlpObject owner) {
        List<Attribute> attributes = new ArrayList<>();
        owner.each("attributes", attribute -> {
            String key = attribute.text("key");
            OtlpObject value = attribute.object("value");
            if (value != null) {
                attributes.add(new Attribute(key, text(value)));
            }
        });
        return attributes;
    }

    /** Returns attributes with typed values. */
    static Map<String, @Nullable Object> typedAttributes(OtlpObject owner, String list) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        owner.each(list, attribute -> {
            String key = attribute.text("key");
            OtlpObject value = attribute.object("value");
            if (value != null) {
                attributes.put(key, value(value));
            }
        });
        return attributes;
    }

    /**
     * Returns a value as a string. Strings are unchanged, numbers are written without an exponent, all other values are
     * JSON, and a missing value is an empty string.
     */
    static String text(OtlpObject any) {
        Object value = value(any);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Double number) {
            return digits(number);
        }
        return TelemetryJson.value(value).toString();
    }

    /**
     * Returns a value as {@code String}, {@code Long}, {@code Double}, {@code Boolean}, map or list. Returns {@code
     * null} if there is no value.
     */
    static @Nullable Object value(OtlpObject any) {
        String text = any.optionalText("stringValue");
        Long integer = any.i64("intValue");
        Double number = any.number("doubleValue");
        Boolean flag = any.flag("boolValue");
        OtlpObject map = any.object("kvlistValue");
        OtlpObject list = any.object("arrayValue");
        if (text != null) {
            return text;
        }
        if (integer != null) {
            return integer;
        }
        if (number != null) {
            return number;
        }
        if (flag != null) {
            return flag;
        }
        if (map != null) {
            return Collections.unmodifiableMap(typedAttributes(map, "values"));
        }
        List<@Nullable Object> elements = new ArrayList<>();
        if (list != null) {
            list.each("values", element -> elements.add(value(element)));
            return Collections.unmodifiableList(elements);
        }
        return null;
    }

    /** Formats a number without an exponent. Omits the fraction of a whole number. */
    private static String digits(double number) {
        BigDecimal exact = NumberLimits.decimal(Double.toString(number));
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
