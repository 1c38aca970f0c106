package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The kinds of JSON values, with a human-readable description. */
enum Kind {
    OBJECT("an object"),
    ARRAY("an array"),
    STRING("a string"),
    INTEGER("an integer"),
    NUMBER("a number with a fraction"),
    BOOLEAN("a boolean"),
    NULL("null"),
    MISSING("missing");

    private final String description;

    Kind(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Returns the description of a value that has the expected kind but is invalid, for example "another string". */
    String another() {
        return "another " + description.substring(description.indexOf(' ') + 1);
    }

    /** Returns the kind of the value at a path; {@link #MISSING} if there is none. */
    static Kind at(RawJson json, List<JacksonException.Reference> path) {
        RawJson value = json;
        for (JacksonException.Reference step : path) {
            value = step(value, step);
            if (value == null) {
                return MISSING;
            }
        }
        return of(value);
    }

    private static @Nullable RawJson step(RawJson value, JacksonException.Reference step) {
        RawJson[] found = new RawJson[1];
        String name = step.getPropertyName();
        if (name != null) {
            value.forEachField((field, content) -> found[0] = field.equals(name) ? content : found[0]);
        } else {
            int[] index = {0};
            value.forEachElement(element -> found[0] = index[0]++ == step.getIndex() ? element : found[0]);
        }
        return found[0];
    }

    private static Kind of(RawJson json) {
        return switch (json.array()[json.offset()]) {
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> isInteger(json.text()) ? INTEGER : NUMBER;
        };
    }

    private static boolean isInteger(String number) {
        String text = number.toLowerCase(Locale.ROOT);
        return text.indexOf('.') < 0 && text.indexOf('e') < 0;
    }
}
