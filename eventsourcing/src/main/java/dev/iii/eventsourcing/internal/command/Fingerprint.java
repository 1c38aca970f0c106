package dev.iii.eventsourcing.internal.command;

import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** A short digest of a request, which does not depend on the order of the fields. */
public final class Fingerprint {

    private static final int BYTES = 9;

    private Fingerprint() {}

    /**
     * Returns the digest of a request.
     *
     * @param kind the function or the aggregate: the same payload for another one is another request
     * @param payload the payload without the idempotency key
     */
    public static String of(String kind, Json payload) {
        StringBuilder text = new StringBuilder(kind).append('\n');
        append(text, payload);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void append(StringBuilder text, Json value) {
        Map<String, Json> fields = value.fields();
        if (!fields.isEmpty()) {
            text.append('{');
            new TreeMap<>(fields).forEach((name, field) -> {
                text.append(Json.of(name).text()).append(':');
                append(text, field);
                text.append(',');
            });
            text.append('}');
        } else if (!value.elements().isEmpty()) {
            text.append('[');
            value.elements().forEach(element -> {
                append(text, element);
                text.append(',');
            });
            text.append(']');
        } else {
            text.append(value.text());
        }
    }
}
