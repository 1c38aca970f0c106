package dev.iii.stub.configuration;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.CanonicalNumbers;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.NumberLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Expands placeholders for environment variables: <code>${NAME}</code> or <code>${NAME:default}</code> in any string of
 * a value.
 *
 * <p>A string that consists of a single placeholder becomes the YAML value of its expansion: a number, a boolean, null,
 * or a string.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)(?::([^}]*))?}");
    private static final Pattern ALONE = Pattern.compile("\\s*\\$\\{[^}]*}\\s*");
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern FRACTION =
            Pattern.compile("[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_BASE = Pattern.compile("0(?:x(?=[0-9a-fA-F])|o(?=[0-7]+$))([0-9a-fA-F]+)");
    /** No integer of 128 bits is longer. */
    private static final int MAX_EXACT_LENGTH = 44;

    private static final int WIDEST_BITS = 128;
    private static final String JSON_STARTS = "[{\"";
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Set<String> NULL = Set.of("null", "Null", "NULL", "~");
    /** A default that stands for the version of the engine. */
    private static final String ENGINE_VERSION = "__III_ENGINE_VERSION__";

    /**
     * A value with expanded placeholders.
     *
     * @param value the value; it still contains the placeholders without a value
     * @param missing the variables that are not set and have no default, each once
     */
    record Filled(RawJson value, List<String> missing) {}

    private final Map<String, String> environment;
    private final String version;

    Placeholders(Map<String, String> environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    Filled fill(RawJson value) {
        if (value.text().indexOf("${") < 0) {
            return new Filled(value, List.of());
        }
        Set<String> missing = new LinkedHashSet<>();
        RawJson filled = JsonText.raw(fill(JsonText.tree(value), missing));
        return new Filled(CanonicalNumbers.of(filled), List.copyOf(missing));
    }

    private JsonNode fill(JsonNode node, Set<String> missing) {
        if (node.isString()) {
            return text(node.stringValue(), missing);
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(element -> elements.add(fill(element, missing)));
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((name, member) -> filled.set(name, fill(member, missing)));
            return filled;
        }
        return node;
    }

    private JsonNode text(String template, Set<String> missing) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            String known = lookUp(matcher.group(1), matcher.group(2));
            if (known == null) {
                missing.add(matcher.group(1));
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(known == null ? matcher.group() : known));
        }
        String filled = matcher.appendTail(out).toString();
        return ALONE.matcher(template).matches() ? scalar(filled) : JsonNodeFactory.instance.stringNode(filled);
    }

    private @Nullable String lookUp(String variable, @Nullable String absent) {
        String value = environment.get(variable);
        if (value != null) {
            return value;
        }
        return ENGINE_VERSION.equals(absent) ? version : absent;
    }

    private static JsonNode scalar(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        String word = text.strip();
        if (word.isEmpty()) {
            return nodes.stringNode(text);
        }
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return nodes.booleanNode(TRUE.contains(word));
        }
        if (NULL.contains(word)) {
            return nodes.nullNode();
        }
        if (INTEGER.matcher(word).matches()) {
            return integer(word, text);
        }
        // In YAML, a number with a leading zero is a string, except zero itself.
        if (FRACTION.matcher(word).matches() && !word.matches("[-+]?0[0-9].*")) {
            return fraction(word, text);
        }
        Matcher base = OTHER_BASE.matcher(word);
        if (base.matches()) {
            int radix = word.charAt(1) == 'x' ? 16 : 8;
            return base.group(1).length() > MAX_EXACT_LENGTH
                    ? nodes.stringNode(text)
                    : exact(NumberLimits.integer(base.group(1), radix), text);
        }
        return JSON_STARTS.indexOf(word.charAt(0)) < 0 ? nodes.stringNode(text) : json(word, text);
    }

    /** Like the YAML parser of the real engine: integers beyond 64 bits are strings, and beyond 128 bits doubles. */
    private static JsonNode integer(String word, String text) {
        if (word.length() <= MAX_EXACT_LENGTH) {
            BigInteger value = NumberLimits.integer(word);
            if (value.signum() < 0 ? value.bitLength() < WIDEST_BITS : value.bitLength() <= WIDEST_BITS) {
                return exact(value, text);
            }
        }
        return fraction(word, text);
    }

    private static JsonNode exact(BigInteger value, String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        boolean fits = value.signum() < 0 ? value.bitLength() < Long.SIZE : value.bitLength() <= Long.SIZE;
        return fits ? nodes.numberNode(value) : nodes.stringNode(text);
    }

    private static JsonNode fraction(String word, String text) {
        double value = Double.parseDouble(word);
        return Double.isInfinite(value)
                ? JsonNodeFactory.instance.stringNode(text)
                : JsonNodeFactory.instance.numberNode(value);
    }

    /** Parses the string as JSON, because JSON is also valid YAML. */
    private static JsonNode json(String word, String text) {
        try {
            return JsonText.tree(CanonicalNumbers.of(RawJson.parse(word)));
        } catch (IllegalArgumentException e) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }
}
