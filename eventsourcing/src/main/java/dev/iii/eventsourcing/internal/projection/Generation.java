package dev.iii.eventsourcing.internal.projection;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a complete set of rows of a projection. A rebuild creates a new generation. Immutable.
 *
 * @param version the version of the projection that has computed the rows
 * @param number the number of the rebuild
 */
record Generation(int version, int number) {

    @Override
    public String toString() {
        return "v" + version + ".g" + number;
    }

    /** Returns the generation with this text; {@code null} if there is none. */
    static @Nullable Generation parse(@Nullable String text) {
        if (text == null || !text.matches("v[0-9]{1,9}\\.g[0-9]{1,9}")) {
            return null;
        }
        int dot = text.indexOf('.');
        return new Generation(Integer.parseInt(text.substring(1, dot)), Integer.parseInt(text.substring(dot + 2)));
    }
}
