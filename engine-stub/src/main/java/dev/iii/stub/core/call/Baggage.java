package dev.iii.stub.core.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The change that the engine makes to W3C baggage: it adds the id of the called function. */
public final class Baggage {

    private static final String FUNCTION = "iii.function.id";
    private static final String ESCAPED = " \";,=%";

    private Baggage() {}

    /** Returns the baggage with the member that names the function, in place of an earlier one. */
    public static String withFunction(@Nullable String baggage, String functionId) {
        String member = FUNCTION + "=" + encode(functionId);
        if (baggage == null || baggage.isBlank()) {
            return member;
        }
        List<String> members = new ArrayList<>();
        for (String existing : baggage.split(",", -1)) {
            String name = existing.split("=", 2)[0].trim();
            if (!name.isEmpty() && !name.equals(FUNCTION)) {
                members.add(existing.trim());
            }
        }
        members.add(member);
        return String.join(",", members);
    }

    private static String encode(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b <= ' ' || b == 0x7F || ESCAPED.indexOf(b) >= 0) {
                out.append('%').append(String.format("%02X", b));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }
}
