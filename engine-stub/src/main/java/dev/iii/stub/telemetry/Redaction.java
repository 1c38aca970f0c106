package dev.iii.stub.telemetry;

import dev.iii.stub.telemetry.data.Attribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Removes secrets and terminal colours before records are stored. */
final class Redaction {

    private static final String REDACTED = "[REDACTED]";

    private static final Set<String> SECRET = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "x-api-key",
            "api-key",
            "api_key",
            "access_token",
            "refresh_token",
            "password",
            "secret",
            "credential");

    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;:?]*[ -/]*[@-~]");

    private Redaction() {}

    static List<Attribute> of(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            if (isSecret(attribute.key())) {
                return attributes.stream().map(Redaction::of).toList();
            }
        }
        return attributes;
    }

    static Attribute of(Attribute attribute) {
        return isSecret(attribute.key()) ? new Attribute(attribute.key(), REDACTED) : attribute;
    }

    private static boolean isSecret(String key) {
        return SECRET.contains(key.toLowerCase(Locale.ROOT));
    }

    static String withoutColours(String text) {
        return text.indexOf('\u001B') < 0 ? text : COLOUR.matcher(text).replaceAll("");
    }

    /**
     * Returns a copy of the attributes. Terminal colours are removed from strings, and the values of secrets are
     * replaced.
     */
    static Map<String, @Nullable Object> withoutColours(Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> clean = new LinkedHashMap<>();
        attributes.forEach((key, value) -> {
            if (isSecret(key)) {
                clean.put(key, REDACTED);
            } else {
                clean.put(key, value instanceof String text ? withoutColours(text) : value);
            }
        });
        return clean;
    }
}
