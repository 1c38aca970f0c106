package dev.iii.eventsourcing.internal.projection;

import dev.iii.sdk.json.Json;
import org.jspecify.annotations.Nullable;

/** Reads fields of stored values. A field of another type counts as missing: a value of a stranger must not stop anything. */
public final class Fields {

    private static final int MAX_DIGITS = 18;

    private Fields() {}

    /** Returns a string; {@code null} if there is none. */
    public static @Nullable String text(Json json, String name) {
        Json value = json.field(name);
        return value.text().startsWith("\"") ? value.as(String.class) : null;
    }

    /** Returns an integer that is not negative; {@code otherwise} if there is none. */
    public static long number(Json json, String name, long otherwise) {
        String text = json.field(name).text();
        boolean isNumber =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Long.parseLong(text) : otherwise;
    }
}
