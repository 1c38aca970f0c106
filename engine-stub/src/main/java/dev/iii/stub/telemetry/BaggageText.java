package dev.iii.stub.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses W3C baggage. */
final class BaggageText {

    private static final int MAX_LENGTH = 8192;
    private static final int MAX_MEMBERS = 180;

    private BaggageText() {}

    /**
     * Returns the members of W3C baggage without their properties. Returns an empty map if the baggage is longer than
     * W3C allows.
     */
    static Map<String, String> members(@Nullable String baggage) {
        Map<String, String> members = new LinkedHashMap<>();
        if (baggage == null || baggage.length() > MAX_LENGTH) {
            return members;
        }
        for (String member : baggage.split(",", MAX_MEMBERS + 1)) {
            if (members.size() == MAX_MEMBERS) {
                break;
            }
            int equals = member.indexOf('=');
            if (equals > 0) {
                String value = member.substring(equals + 1).split(";", 2)[0];
                members.put(member.substring(0, equals).strip(), decode(value).strip());
            }
        }
        return members;
    }

    private static String decode(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
