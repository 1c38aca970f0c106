package dev.iii.stub.core.api;

import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * The announcement of a worker about itself (engine behaviour, section 2). Every component is optional.
 *
 * @param name its name, which only one connected worker of a namespace can have
 * @param namespace the namespace of its functions and trigger types
 * @param runtime for example {@code java}
 * @param version the version of its SDK
 * @param description a human-readable sentence
 * @param os its operating system
 * @param pid its process id
 * @param isolation the kind of environment that it runs in
 * @param telemetry its language and project
 */
public record Announcement(
        @Nullable String name,
        @Nullable String namespace,
        @Nullable String runtime,
        @Nullable String version,
        @Nullable String description,
        @Nullable String os,
        @Nullable Long pid,
        @Nullable String isolation,
        @Nullable RawJson telemetry) {

    /** An announcement without any data. */
    public static final Announcement NONE = new Announcement(null, null, null, null, null, null, null, null, null);

    private static final int MAX_TEXT = 280;

    /**
     * Returns this announcement merged with an earlier one: data that identifies the worker is kept if it is not announced
     * again.
     */
    public Announcement after(Announcement earlier, @Nullable String cleanName, String fixedNamespace) {
        String cleanDescription = clean(description);
        return new Announcement(
                cleanName == null ? earlier.name : cleanName,
                fixedNamespace,
                runtime == null ? "unknown" : runtime,
                version,
                cleanDescription == null ? earlier.description : cleanDescription,
                os == null ? earlier.os : os,
                pid == null ? earlier.pid : pid,
                isolation == null ? earlier.isolation : isolation,
                telemetry);
    }

    /** Returns the number of characters of all values. */
    public int length() {
        return length(name)
                + length(namespace)
                + length(runtime)
                + length(version)
                + length(description)
                + length(os)
                + length(isolation)
                + (telemetry == null ? 0 : telemetry.length());
    }

    private static int length(@Nullable String value) {
        return value == null ? 0 : value.length();
    }

    /**
     * Returns a human-readable text without characters that could mislead a terminal, trimmed and shortened. Returns
     * {@code null} if no characters remain.
     */
    public static @Nullable String clean(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder kept = new StringBuilder();
        text.codePoints().filter(Announcement::isHarmless).limit(MAX_TEXT).forEach(kept::appendCodePoint);
        String trimmed = kept.toString().strip();
        return trimmed.isEmpty() ? null : trimmed;
    }

    private static boolean isHarmless(int c) {
        boolean turnsText = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        return !Character.isISOControl(c) && !turnsText && c != 0x2028 && c != 0x2029;
    }
}
