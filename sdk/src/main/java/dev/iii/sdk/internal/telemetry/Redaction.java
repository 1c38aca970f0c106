package dev.iii.sdk.internal.telemetry;

import dev.iii.protocol.RawJson;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Prepares payloads for spans and logs: removes values that look like secrets, and truncates the result to a maximum
 * size. It reads the payload once, and only as far as the maximum size requires.
 */
public final class Redaction {

    /** Replaces a secret. */
    public static final String REDACTED = "[REDACTED]";

    /** The suffix of a truncated payload. */
    public static final String TRUNCATED = "...\"[TRUNCATED]\"";

    /** Strings that are part of the names of fields with secrets. */
    private static final List<String> SECRET_PARTS = List.of(
            "api_key",
            "apikey",
            "api-key",
            "password",
            "passwd",
            "passphrase",
            "secret",
            "credential",
            "authorization",
            "auth_token",
            "access_token",
            "refresh_token",
            "bearer",
            "private_key",
            "privatekey",
            "access_key",
            "accesskey",
            "access-key",
            "cookie");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Redaction() {}

    /**
     * A redacted payload.
     *
     * @param json the JSON text; not valid JSON if it was truncated
     * @param truncated {@code true} if it was truncated
     */
    public record Shown(String json, boolean truncated) {}

    /**
     * Redacts a payload.
     *
     * @param maxBytes the maximum size of the result in UTF-8
     */
    public static Shown of(RawJson payload, int maxBytes) {
        String plain = payload.length() <= maxBytes ? PlainPayload.text(payload) : null;
        return plain == null ? copied(payload, maxBytes) : new Shown(plain, false);
    }

    /** Parses the payload and writes it without its secrets. */
    static Shown copied(RawJson payload, int maxBytes) {
        Capped out = new Capped(maxBytes);
        try {
            new Copy(maxBytes, 0).write(payload.array(), payload.offset(), payload.length(), out);
        } catch (JacksonException | Capped.Full e) {
            return new Shown(out.cut(), true);
        }
        return out.isFull() ? new Shown(out.cut(), true) : new Shown(out.text(), false);
    }

    /** Copies JSON without its secrets, including those of JSON inside strings. */
    private static final class Copy {

        private static final int MAX_NESTING = 8;
        /** Matches fields in a string that is not valid JSON as a whole. */
        private static final Pattern FIELD =
                Pattern.compile("\"([^\"\\\\]{1,200})\"(\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*+\"?");

        private final int cap;
        private final int nesting;
        private boolean found;

        Copy(int cap, int nesting) {
            this.cap = cap;
            this.nesting = nesting;
        }

        void write(byte[] json, int offset, int length, Capped out) {
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json, offset, length);
                    JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                while (parser.nextToken() != null) {
                    copy(parser, generator);
                }
            }
        }

        private void copy(JsonParser parser, JsonGenerator generator) {
            if (parser.currentToken() == JsonToken.PROPERTY_NAME && isSecret(parser.currentName())) {
                found = true;
                generator.writeName(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
                generator.writeString(REDACTED);
            } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
                generator.writeString(text(parser.getString()));
            } else {
                generator.copyCurrentEventExact(parser);
            }
        }

        /** Returns a string without its secrets if it contains JSON, otherwise unchanged. */
        private String text(String value) {
            if (value.indexOf('"') < 0) {
                return value;
            }
            String start = value.stripLeading();
            if (nesting < MAX_NESTING && (start.startsWith("{") || start.startsWith("[") || start.startsWith("\""))) {
                byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
                Copy inner = new Copy(cap, nesting + 1);
                Capped out = new Capped(cap);
                try {
                    inner.write(utf8, 0, utf8.length, out);
                } catch (Capped.Full e) {
                    return out.text();
                } catch (JacksonException e) {
                    found |= inner.found;
                    // If invalid JSON contains a secret, keep only the part before the error.
                    return inner.found ? out.text() : fields(value);
                }
                found |= inner.found;
                return inner.found ? out.text() : value;
            }
            return fields(value);
        }

        private String fields(String value) {
            String shown = value.length() > cap ? value.substring(0, cap + 1) : value;
            return FIELD.matcher(shown).replaceAll(field -> {
                if (!isSecret(field.group(1))) {
                    return Matcher.quoteReplacement(field.group());
                }
                found = true;
                return Matcher.quoteReplacement("\"" + field.group(1) + "\"" + field.group(2) + "\"" + REDACTED + "\"");
            });
        }
    }

    /** Returns {@code true} if a field with this name contains a secret. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        // "token" as a part of a name would match too many names without secrets.
        if (lower.equals("token") || lower.endsWith("_token") || lower.endsWith("-token") || name.endsWith("Token")) {
            return true;
        }
        for (String part : SECRET_PARTS) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Accepts one byte more than the maximum size, so that truncation can be detected. */
    private static final class Capped extends OutputStream {

        private static final class Full extends RuntimeException {
            private static final long serialVersionUID = 1;

            Full() {
                super("the maximum size is reached", null, false, false);
            }
        }

        private final int cap;
        private byte[] bytes;
        private int count;

        Capped(int cap) {
            this.cap = cap;
            this.bytes = new byte[Math.min(cap, 512)];
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            int accepted = (int) Math.min(cap + 1L - count, length);
            if (count + accepted > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(count + accepted, (int) Math.min(cap + 1L, bytes.length * 2L)));
            }
            System.arraycopy(from, offset, bytes, count, accepted);
            count += accepted;
            if (accepted < length) {
                throw new Full();
            }
        }

        boolean isFull() {
            return count > cap;
        }

        String text() {
            return new String(bytes, 0, count, StandardCharsets.UTF_8);
        }

        /** Returns as much as fits together with {@link #TRUNCATED}, without splitting a character. */
        String cut() {
            if (cap <= TRUNCATED.length()) {
                return TRUNCATED.substring(0, cap);
            }
            int end = Math.min(count, cap - TRUNCATED.length());
            while (end > 0 && end < count && (bytes[end] & 0xC0) == 0x80) {
                end--;
            }
            return new String(bytes, 0, end, StandardCharsets.UTF_8) + TRUNCATED;
        }
    }
}
