package dev.iii.sdk.internal.http;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the paths of http triggers. */
public final class Routes {

    /** Path parameters of other libraries: <code>{name}</code>, also with a pattern, {@code <name>}, and {@code [name]}. */
    private static final Pattern OTHER_NOTATIONS =
            Pattern.compile("\\{(?<name>[^{}*:]+)(:[^{}*]*)?}|<(?:\\w+:)?(?<angle>[^<>:]+)>|\\[(?<square>[^\\[\\]]+)]");

    private Routes() {}

    /**
     * Checks that the engine can route a path. Some segments make a real engine silently ignore all http triggers that
     * any worker registers later (engine behaviour, section 14), so they are rejected here.
     *
     * @throws IllegalArgumentException if the path contains such a segment
     */
    public static void check(String path) {
        String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean rest = i == segments.length - 1 && segment.matches("\\{\\*[^{}*]+}");
            boolean parameter = segment.matches("\\{[^{}*]+}") || segment.matches(":[^{}*]+");
            boolean literal =
                    !segment.startsWith(":") && segment.chars().noneMatch(c -> c == '{' || c == '}' || c == '*');
            if (!rest && !parameter && !literal) {
                throw new IllegalArgumentException(
                        "path " + path + ": the engine cannot route the segment '" + segment
                                + "'; write text, :name for a path parameter, or {*rest} as the last segment for all that follow");
            }
        }
    }

    /**
     * Checks that every segment that looks like a parameter is one. The engine matches a segment <code>{name}</code>, but
     * does not pass its value to the function; other notations are text for it.
     *
     * @throws IllegalArgumentException if the path contains such a segment; the message contains the remedy
     */
    public static void requireParameters(String path) {
        for (String segment : path.split("/", -1)) {
            Matcher other = OTHER_NOTATIONS.matcher(segment);
            if (other.matches()) {
                throw new IllegalArgumentException("path " + path + ": the engine passes no value of the segment '"
                        + segment + "' to the function; write :" + nameIn(other) + " for a path parameter");
            }
        }
    }

    private static String nameIn(Matcher segment) {
        return Stream.of("name", "angle", "square")
                .map(segment::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
