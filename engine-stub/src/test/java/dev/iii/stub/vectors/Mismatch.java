package dev.iii.stub.vectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What was observed is not what the vector says. */
final class Mismatch extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int SHOWN = 1500;

    Mismatch(String message) {
        super(message);
    }

    Mismatch(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** At a place of the observed value, for example {@code $.data.items[2]}. */
    static Mismatch at(String where, String what) {
        return new Mismatch(where + ": " + what);
    }

    /** A value as JSON, cut when it is long. */
    static String shown(JsonNode value) {
        String text = Json.text(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}
