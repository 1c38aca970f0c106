package dev.iii.stub.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Compares what came with the patterns of a vector, binding what they name (section "Matching" of the format). */
final class VectorMatcher {

    /** Fields of a frame that count only when the pattern mentions them. */
    static final Set<String> IGNORED = Set.of("traceparent", "baggage");

    private static final Pattern SPECIAL = Pattern.compile("\\$([a-z]+)(?::(" + Bindings.NAME + "))?");
    private static final String REGEX = "$re:";
    private static final String CONTAINS = "$contains";
    private static final String SET = "$set";
    private static final String EXTRA = "$extra";

    private final Bindings bindings;

    VectorMatcher(Bindings bindings) {
        this.bindings = bindings;
    }

    /** @throws Mismatch naming the place, what was expected and what was there */
    void match(JsonNode want, JsonNode got) {
        match(want, got, "$", false);
    }

    /** The same for a whole frame, whose trace fields are compared only when they are mentioned. */
    void matchFrame(JsonNode want, JsonNode got) {
        match(want, got, "$", true);
    }

    /** Each pattern matches one of the frames, in any order. */
    void matchUnordered(JsonNode patterns, List<JsonNode> frames) {
        List<JsonNode> rest = new ArrayList<>(frames);
        for (JsonNode want : patterns) {
            int hit = firstMatch(want, rest);
            if (hit < 0) {
                String all = Mismatch.shown(Json.NODES.arrayNode().addAll(frames));
                throw new Mismatch("no frame matches: expected " + Mismatch.shown(want) + ", got " + all);
            }
            matchFrame(want, rest.remove(hit));
        }
    }

    private void match(JsonNode want, JsonNode got, String where, boolean frame) {
        JsonNode pattern = want;
        if (want.isString()) {
            if (matchSpecial(want.stringValue(), got, where)) {
                return;
            }
            pattern = bindings.fill(want);
        }
        if (pattern.isObject()) {
            matchObject(pattern, got, where, frame);
        } else if (pattern.isArray()) {
            matchArray(pattern, got, where);
        } else if (!Json.same(pattern, got)) {
            throw unexpected(where, pattern, got);
        }
    }

    /** Whether the text was a pattern; then it has matched. */
    private boolean matchSpecial(String text, JsonNode got, String where) {
        if (text.startsWith(REGEX)) {
            String regex = bindings.fillRegex(text.substring(REGEX.length()));
            if (!got.isString()
                    || !Pattern.compile(regex, Pattern.DOTALL)
                            .matcher(got.stringValue())
                            .find()) {
                throw Mismatch.at(where, "expected a text matching /" + regex + "/, got " + Mismatch.shown(got));
            }
            return true;
        }
        Matcher special = SPECIAL.matcher(text);
        Optional<Kind> kind = special.matches() ? Kind.named(special.group(1)) : Optional.empty();
        if (kind.isEmpty()) {
            return false;
        }
        if (!kind.get().accepts(got)) {
            throw Mismatch.at(where, "expected " + text + ", got " + Mismatch.shown(got));
        }
        String name = special.group(2);
        if (name != null) {
            bindings.bind(name, got, where);
        }
        return true;
    }

    private void matchObject(JsonNode pattern, JsonNode got, String where, boolean frame) {
        if (pattern.has(CONTAINS)) {
            matchContains(pattern.get(CONTAINS), got, where);
            return;
        }
        if (pattern.has(SET)) {
            matchSet(pattern.get(SET), got, where);
            return;
        }
        if (!got.isObject()) {
            throw Mismatch.at(
                    where, "expected an object like " + Mismatch.shown(pattern) + ", got " + Mismatch.shown(got));
        }
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        pattern.properties().forEach(field -> fields.put(bindings.fillText(field.getKey()), field.getValue()));
        JsonNode extra = fields.remove(EXTRA);
        fields.forEach((name, value) -> matchField(name, value, got, where));
        if (extra != null && extra.asBoolean(true)) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : got.properties()) {
            if (!fields.containsKey(field.getKey()) && !(frame && IGNORED.contains(field.getKey()))) {
                throw Mismatch.at(
                        where + "." + field.getKey(),
                        "expected no such field, got " + Mismatch.shown(field.getValue()));
            }
        }
    }

    private void matchField(String name, JsonNode want, JsonNode object, String where) {
        String place = where + "." + name;
        JsonNode got = object.get(name);
        if (want.isString() && want.stringValue().equals("$absent")) {
            if (got != null) {
                throw Mismatch.at(place, "expected to be absent, got " + Mismatch.shown(got));
            }
        } else if (got == null) {
            throw Mismatch.at(
                    place, "expected " + Mismatch.shown(want) + ", got no such field in " + Mismatch.shown(object));
        } else {
            match(want, got, place, false);
        }
    }

    private void matchArray(JsonNode pattern, JsonNode got, String where) {
        if (!got.isArray() || got.size() != pattern.size()) {
            throw unexpected(where, pattern, got);
        }
        for (int i = 0; i < pattern.size(); i++) {
            match(pattern.get(i), got.get(i), where + "[" + i + "]", false);
        }
    }

    /** At least these elements, in any order; what they name is not remembered. */
    private void matchContains(JsonNode elements, JsonNode got, String where) {
        if (!got.isArray()) {
            throw Mismatch.at(where, "expected an array, got " + Mismatch.shown(got));
        }
        List<JsonNode> all = new ArrayList<>(got.values());
        for (JsonNode element : elements) {
            if (firstMatch(element, all) < 0) {
                throw noElement(where, element, got);
            }
        }
    }

    /** Exactly these elements, in any order. */
    private void matchSet(JsonNode elements, JsonNode got, String where) {
        if (!got.isArray() || got.size() != elements.size()) {
            throw Mismatch.at(where, "expected " + elements.size() + " elements, got " + Mismatch.shown(got));
        }
        List<JsonNode> rest = new ArrayList<>(got.values());
        for (JsonNode element : elements) {
            int hit = firstMatch(element, rest);
            if (hit < 0) {
                throw noElement(where, element, got);
            }
            match(element, rest.remove(hit), where, false);
        }
    }

    private int firstMatch(JsonNode want, List<JsonNode> candidates) {
        for (int i = 0; i < candidates.size(); i++) {
            try {
                // On a copy: a candidate that fails half-way must leave nothing behind.
                new VectorMatcher(bindings.copy()).matchFrame(want, candidates.get(i));
                return i;
            } catch (Mismatch other) {
                // The next one may be it.
            }
        }
        return -1;
    }

    private static Mismatch noElement(String where, JsonNode element, JsonNode got) {
        return Mismatch.at(
                where, "no element matches: expected " + Mismatch.shown(element) + ", got " + Mismatch.shown(got));
    }

    private static Mismatch unexpected(String where, JsonNode want, JsonNode got) {
        return Mismatch.at(where, "expected " + Mismatch.shown(want) + ", got " + Mismatch.shown(got));
    }
}
