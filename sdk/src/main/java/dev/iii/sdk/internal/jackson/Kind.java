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

    /** Returns {@code true} for a number without a fraction, however it is written: {@code 1}, {@code 1.0} and {@code 1E10}. */
    static boolean isInteger(String number) {
        String text = number.toLowerCase(Locale.ROOT);
        int exponentAt = text.indexOf('e');
        String digits = exponentAt < 0 ? text : text.substring(0, exponentAt);
        int point = digits.indexOf('.');
        int last = digits.length() - 1;
        while (last >= 0 && (digits.charAt(last) == '0' || digits.charAt(last) == '.')) {
            last--;
        }
        if (last < 0 || digits.charAt(last) == '-') {
            return true;
        }
        int decimals = point < 0 || last < point ? 0 : last - point;
        int zeros = point < 0 || last < point ? (point < 0 ? digits.length() : point) - 1 - last : 0;
        String exponent = exponentAt < 0 ? "0" : text.substring(exponentAt + 1);
        try {
            return Long.parseLong(exponent) + zeros >= decimals;
        } catch (NumberFormatException e) {
            // The exponent has more digits than a long, so its sign decides.
            return !exponent.startsWith("-");
        }
    }
}
