package dev.iii.stub.vectors;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The variables of one run of a scenario. */
final class Bindings {

    static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(" + NAME + ")}");

    private final Map<String, JsonNode> values;

    Bindings() {
        this(Map.of());
    }

    private Bindings(Map<String, JsonNode> values) {
        this.values = new HashMap<>(values);
    }

    Bindings copy() {
        return new Bindings(values);
    }

    void set(String name, JsonNode value) {
        values.put(name, value);
    }

    void set(String name, String value) {
        set(name, Json.NODES.stringNode(value));
    }

    /** Remembers the value; when the name is known already it must be equal. */
    void bind(String name, JsonNode value, String where) {
        JsonNode known = values.putIfAbsent(name, value);
        if (known != null && !Json.same(known, value)) {
            throw Mismatch.at(
                    where,
                    "expected the remembered " + name + "=" + Mismatch.shown(known) + ", got " + Mismatch.shown(value));
        }
    }

    JsonNode get(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new Mismatch("nothing is remembered for ${" + name + "}");
        }
        return value;
    }

    /** Replaces the variables in all strings and field names; a string that is only a variable takes its type, too. */
    JsonNode fill(JsonNode value) {
        if (value.isString()) {
            Matcher whole = VARIABLE.matcher(value.stringValue());
            return whole.matches() ? get(whole.group(1)) : Json.NODES.stringNode(fillText(value.stringValue()));
        }
        if (value.isArray()) {
            ArrayNode filled = Json.NODES.arrayNode();
            value.forEach(element -> filled.add(fill(element)));
            return filled;
        }
        if (value.isObject()) {
            ObjectNode filled = Json.object();
            value.properties().forEach(field -> filled.set(fillText(field.getKey()), fill(field.getValue())));
            return filled;
        }
        return value;
    }

    ObjectNode fillObject(JsonNode value) {
        return (ObjectNode) fill(value);
    }

    String fillText(String text) {
        return fillText(text, UnaryOperator.identity());
    }

    /** For regular expressions: the values are taken literally. */
    String fillRegex(String regex) {
        return fillText(regex, Pattern::quote);
    }

    private String fillText(String text, UnaryOperator<String> quote) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            JsonNode value = get(found.group(1));
            String plain = value.isString() ? value.stringValue() : Json.text(value);
            return Matcher.quoteReplacement(quote.apply(plain));
        });
    }
}
