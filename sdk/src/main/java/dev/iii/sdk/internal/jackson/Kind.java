package dev.iii.sdk.internal.jackson;

import dev.iii.protocol.RawJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The kinds of JSON, in words for people. */
enum Kind {
    OBJECT("an object"),
    ARRAY("an array"),
    STRING("a string"),
    INTEGER("an integer"),
    NUMBER("a number with a fraction"),
    BOOLEAN("a boolean"),
    NULL("null"),
    MISSING("missing");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** When the kind is right and the value is not. */
    String another() {
        return "another " + words.substring(words.indexOf(' ') + 1);
    }

    /** Of what stands at a path; {@link #MISSING} when nothing does. */
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
