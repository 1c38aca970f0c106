package dev.iii.eventsourcing.internal.store;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prepares strings for the log. */
public final class OneLine {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private static final String LIBRARY = "dev.iii.eventsourcing.internal.";

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

    /** Returns the class, the message and, if it is known, the place of a failure of user code. Contains no line breaks. */
    public static String failure(Throwable failure) {
        return of(messageOf(failure) + " (" + failure.getClass().getSimpleName() + place(failure) + ")");
    }

    /** Returns the first frame that is not in the JDK, because a stack trace has no place in a list for operators. */
    private static String place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("jdk.")) {
                return frame.getClassName().startsWith(LIBRARY) ? "" : " at " + frame;
            }
        }
        return "";
    }
}
