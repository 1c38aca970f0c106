package dev.iii.eventsourcing.internal.store;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prepares strings for the log. */
public final class OneLine {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private OneLine() {}

    /**
     * Returns a string without line breaks and other control characters: names of streams and messages of refusals may contain
     * the input of a user, who must not be able to write lines into the log.
     *
     * @param text the string; {@code null} becomes the empty string
     */
    public static String of(@Nullable String text) {
        return text == null ? "" : CONTROL.matcher(text).replaceAll(" ");
    }

    /** Returns the message of a failure of user code; the empty string if it has none, or if reading it fails. */
    public static String messageOf(Throwable failure) {
        try {
            return Objects.requireNonNullElse(failure.getMessage(), "");
        } catch (Throwable e) {
            return "";
        }
    }
}
