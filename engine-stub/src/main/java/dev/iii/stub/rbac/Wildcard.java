package dev.iii.stub.rbac;

import org.jspecify.annotations.Nullable;

/**
 * A pattern in which {@code *} matches any sequence of characters, also an empty one. No other character is special.
 * Immutable.
 */
public final class Wildcard {

    private static final int WRAPPING = "match(\"".length();

    private final String pattern;
    private final String[] parts;

    public Wildcard(String pattern) {
        this.pattern = pattern;
        this.parts = pattern.split("\\*", -1);
    }

    /**
     * Returns the pattern inside {@code match("…")} or {@code match('…')}. Returns {@code null} if the string does not
     * have this form.
     */
    public static @Nullable String unwrapped(String text) {
        String trimmed = text.strip();
        boolean wrapped = trimmed.startsWith("match(\"") && trimmed.endsWith("\")")
                || trimmed.startsWith("match('") && trimmed.endsWith("')");
        return wrapped && trimmed.length() >= WRAPPING + 2 ? trimmed.substring(WRAPPING, trimmed.length() - 2) : null;
    }

    /** Returns {@code true} if the pattern matches the whole string. */
    boolean matches(String text) {
        if (parts.length == 1) {
            return pattern.equals(text);
        }
        String first = parts[0];
        String last = parts[parts.length - 1];
        int end = text.length() - last.length();
        int at = first.length();
        if (end < at || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }

    @Override
    public String toString() {
        return "match(\"" + pattern + "\")";
    }
}
