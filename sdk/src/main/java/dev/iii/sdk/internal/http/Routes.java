package dev.iii.sdk.internal.http;

/** Paths of http triggers. */
public final class Routes {

    private Routes() {}

    /**
     * Some segments make a real engine refuse all later routes of everybody, without a word; they are caught here.
     *
     * @throws IllegalArgumentException when there is one
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
                        + "'; use text, :name or {name}, or {*rest} as the last one");
            }
        }
    }
}
