package dev.iii.stub.vectors;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The kinds of values that a pattern can name, {@code "$uuid"} for example. */
enum Kind {
    ANY,
    UUID,
    ISO,
    STRING,
    NUMBER,
    BOOL,
    OBJECT,
    ARRAY;

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern ISO_TEXT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    boolean accepts(JsonNode value) {
        return switch (this) {
            case ANY -> true;
            case UUID -> isText(value, UUID_TEXT);
            case ISO -> isText(value, ISO_TEXT);
            case STRING -> value.isString();
            case NUMBER -> value.isNumber();
            case BOOL -> value.isBoolean();
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
        };
    }

    private static boolean isText(JsonNode value, Pattern pattern) {
        return value.isString() && pattern.matcher(value.stringValue()).matches();
    }

    static Optional<Kind> named(String name) {
        for (Kind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
