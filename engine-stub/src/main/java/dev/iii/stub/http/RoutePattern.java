package dev.iii.stub.http;

import dev.iii.stub.core.TriggerRejected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What paths an {@code api_path} stands for: {@code :name} or <code>{name}</code> for one segment,
 * <code>{*name}</code> at the end for one or more, everything else literally and as it is sent.
 *
 * <p>Patterns that make the real engine unusable for everybody are refused.
 *
 * @param text the pattern as registered, which functions are told
 * @param segments the parts between slashes
 */
record RoutePattern(String text, List<Segment> segments) {

    /** A part of a pattern. */
    sealed interface Segment {

        /** Exactly this text. */
        record Literal(String text) implements Segment {}

        /** Text that begins like this. */
        record Parameter(String prefix) implements Segment {}

        /** This and all that follows, beginning like this. */
        record Rest(String prefix) implements Segment {}
    }

    private static final Pattern PARAMETER = Pattern.compile("((?:[^{}]|\\{\\{|}})*)\\{(\\*?)([^{}*]+)}");
    private static final Pattern LITERAL = Pattern.compile("(?:[^{}]|\\{\\{|}})*");
    private static final String REMEDY =
            "; use literal segments, :name or {name} for one segment, {*name} at the end for all that follows";

    /**
     * Reads a pattern.
     *
     * @throws TriggerRejected when it is none
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

    /** With a slash at the beginning: equal for routes that take each other's place. */
    String normal() {
        return text.startsWith("/") ? text : "/" + text;
    }

    /**
     * The values of the parameters that were written with a colon, not decoded. Empty segments do not count, so a path
     * with one has no parameters at all.
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
