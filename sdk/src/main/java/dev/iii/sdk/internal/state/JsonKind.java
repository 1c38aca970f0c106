package dev.iii.sdk.internal.state;

import dev.iii.sdk.json.Json;
import java.util.Locale;

/** What a JSON value is. */
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

    /** As the engine's messages name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
