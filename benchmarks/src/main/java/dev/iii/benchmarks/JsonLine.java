package dev.iii.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON object that is printed on one line. Fields keep their order; numbers have at most one decimal. */
final class JsonLine {

    private final Map<String, String> fields = new LinkedHashMap<>();

    JsonLine put(String name, String value) {
        return raw(name, quoted(value));
    }

    JsonLine put(String name, long value) {
        return raw(name, String.valueOf(value));
    }

    JsonLine put(String name, boolean value) {
        return raw(name, String.valueOf(value));
    }

    /** Adds a number. A number that JSON does not have becomes {@code null}. */
    JsonLine put(String name, double value) {
        return raw(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "null");
    }

    /** Adds a number with two decimals, for a quotient of two measurements. */
    JsonLine putRatio(String name, double value) {
        return raw(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "null");
    }

    JsonLine put(String name, JsonLine value) {
        return raw(name, value.toString());
    }

    JsonLine put(String name, List<JsonLine> rows) {
        return raw(name, rows.stream().map(JsonLine::toString).collect(Collectors.joining(",", "[", "]")));
    }

    private JsonLine raw(String name, String json) {
        fields.put(name, json);
        return this;
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
