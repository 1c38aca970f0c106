package dev.iii.sdk.internal.state;

import dev.iii.sdk.json.Json;
import java.util.Locale;

/** The kinds of JSON values. */
enum JsonKind {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING,
    ARRAY,
    OBJECT;

    static JsonKind of(Json value) {
        return switch (value.text().charAt(0)) {
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }

    /** Returns the name of the kind as in the messages of the engine. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
