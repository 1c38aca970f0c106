package dev.iii.sdk.internal.http;

/** Checks the paths of http triggers. */
public final class Routes {

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
                throw new IllegalArgumentException("path " + path + ": the engine cannot route the segment '" + segment
                        + "'; use a literal, :name or {name}, or {*rest} as the last segment");
            }
        }
    }
}
