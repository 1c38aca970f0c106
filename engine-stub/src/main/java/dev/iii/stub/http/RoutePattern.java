package dev.iii.stub.http;

import dev.iii.stub.core.trigger.TriggerRejected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths that an {@code api_path} matches. {@code :name} or <code>{name}</code> matches one segment.
 * <code>{*name}</code> at the end matches one or more segments. All other segments are compared literally, in the form
 * in which they are sent. Immutable.
 *
 * <p>Patterns that would make the real engine unusable for all workers are rejected.
 *
 * @param text the pattern as it was registered, which functions receive
 * @param segments the parts between the slashes
 */
record RoutePattern(String text, List<Segment> segments) {

    /** A part of a pattern. */
    sealed interface Segment {

        /** A segment that equals {@code text}. */
        record Literal(String text) implements Segment {}

        /** A segment that begins with {@code prefix}. */
        record Parameter(String prefix) implements Segment {}

        /** The remaining path, which begins with {@code prefix}. */
        record Rest(String prefix) implements Segment {}
    }

    private static final Pattern PARAMETER = Pattern.compile("((?:[^{}]|\\{\\{|}})*)\\{(\\*?)([^{}*]+)}");
    private static final Pattern LITERAL = Pattern.compile("(?:[^{}]|\\{\\{|}})*");
    private static final String REMEDY =
            "; use literal segments, :name or {name} for one segment, {*name} at the end for all that follows";

    /**
     * Parses a pattern.
     *
     * @throws TriggerRejected if the pattern is invalid
     */
    static RoutePattern parse(String apiPath) throws TriggerRejected {
        String path = apiPath.startsWith("/") ? apiPath.substring(1) : apiPath;
        String[] parts = path.split("/", -1);
        List<Segment> segments = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            Segment segment = segment(apiPath, parts[i]);
            if (segment instanceof Segment.Rest && i < parts.length - 1) {
                throw refused(apiPath, parts[i], "is followed by another segment");
            }
            segments.add(segment);
        }
        return new RoutePattern(apiPath, List.copyOf(segments));
    }

    private static Segment segment(String apiPath, String part) throws TriggerRejected {
        if (part.startsWith("*")) {
            throw refused(apiPath, part, "begins with *");
        }
        if (part.equals(":")) {
            throw refused(apiPath, part, "has no name");
        }
        String braced = part.startsWith(":") ? "{" + part.substring(1) + "}" : part;
        if (LITERAL.matcher(braced).matches()) {
            return new Segment.Literal(unescaped(braced));
        }
        Matcher matcher = PARAMETER.matcher(braced);
        if (!matcher.matches()) {
            throw refused(apiPath, part, "is neither literal nor one parameter");
        }
        String prefix = unescaped(matcher.group(1));
        return matcher.group(2).isEmpty() ? new Segment.Parameter(prefix) : new Segment.Rest(prefix);
    }

    private static TriggerRejected refused(String apiPath, String part, String why) {
        return new TriggerRejected(
                "api_path \"" + apiPath + "\" is not valid: the segment \"" + part + "\" " + why + REMEDY);
    }

    private static String unescaped(String text) {
        return text.replace("{{", "{").replace("}}", "}");
    }

    /** Returns the pattern with a leading slash. Routes whose patterns are equal in this form replace each other. */
    String normal() {
        return text.startsWith("/") ? text : "/" + text;
    }

    /**
     * Returns the values of the parameters that are written with a colon, not decoded. Empty segments are ignored. If
     * the numbers of the remaining segments differ, there are no parameters.
     */
    Map<String, String> parameters(String path) {
        List<String> names = filled(text);
        List<String> values = filled(path);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (names.size() == values.size()) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).startsWith(":")) {
                    parameters.put(names.get(i).substring(1), values.get(i));
                }
            }
        }
        return parameters;
    }

    private static List<String> filled(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }
}
