package dev.iii.stub.core.call;

import dev.iii.protocol.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Parsed W3C baggage. The engine parses the baggage of a call once and writes it again (engine behaviour, section 5):
 *
 * <ul>
 *   <li>Percent-encoded values are decoded, and only control characters, spaces, {@code "}, {@code ;}, {@code ,}, {@code =}
 *       and non-ASCII characters are encoded again.
 *   <li>A repeated name keeps its last value.
 *   <li>A member without a {@code =} or with an invalid name is dropped, and so is a member beyond the limits.
 * </ul>
 *
 * <p>Immutable.
 */
public final class Baggage {

    /** No members. */
    public static final Baggage NONE = new Baggage(Map.of());

    private static final String FUNCTION = "iii.function.id";
    private static final String ENCODED = " \";,=";
    private static final String INVALID_IN_NAMES = "(),/:;<=>?@[\\]{}\"";
    private static final int MAX_MEMBERS = 64;
    private static final int MAX_BYTES = 8192;
    private static final int HEX = 16;

    private record Member(String value, String properties) {}

    private final Map<String, Member> members;

    private Baggage(Map<String, Member> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    /** Parses the value of a baggage header. Returns {@link #NONE} if it is {@code null} or contains no valid member. */
    public static Baggage parse(@Nullable String header) {
        if (header == null || header.indexOf('=') < 0) {
            return NONE;
        }
        Collector valid = new Collector();
        for (String member : header.split(",", -1)) {
            parseMember(member, valid);
        }
        return valid.end();
    }

    private static void parseMember(String member, Collector into) {
        String[] parts = member.split(";", -1);
        String[] nameAndValue = parts[0].split("=", -1);
        if (nameAndValue.length < 2) {
            return;
        }
        String name = decode(nameAndValue[0]);
        String value = decode(nameAndValue[1]);
        if (name == null || value == null) {
            return;
        }
        StringBuilder properties = new StringBuilder();
        String separator = "";
        for (int i = 1; i < parts.length; i++) {
            String property = decode(parts[i]);
            if (property != null) {
                properties.append(separator).append(property.strip());
                separator = ";";
            }
        }
        into.add(name.strip(), new Member(value.strip(), properties.toString().strip()));
    }

    /** Returns the value of a header that carries these members, or {@code null} if there are no members. */
    public @Nullable String text() {
        if (members.isEmpty()) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        members.forEach((name, member) -> {
            if (!out.isEmpty()) {
                out.append(',');
            }
            encode(name, out);
            encode(member.value(), out.append('='));
            if (!member.properties().isEmpty()) {
                out.append(';').append(member.properties());
            }
        });
        return out.toString();
    }

    /** Returns {@code true} if there are no members. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** Returns the value of a member, or {@code null} if there is no such member. */
    public @Nullable String value(String name) {
        Member member = members.get(name);
        return member == null ? null : member.value();
    }

    /** Passes the name and the value of each member to the action. */
    public void forEach(BiConsumer<String, String> action) {
        members.forEach((name, member) -> action.accept(name, member.value()));
    }

    /**
     * Returns this baggage with the member that names the called function, in place of an earlier one. The properties of
     * the other members are dropped, as on the real engine.
     */
    public Baggage withFunction(String functionId) {
        Collector all = new Collector();
        members.forEach((name, member) -> {
            if (!name.equals(FUNCTION)) {
                all.add(name, new Member(member.value(), ""));
            }
        });
        all.add(FUNCTION, new Member(functionId, ""));
        return all.end();
    }

    /** Returns this baggage without the members of these names. */
    public Baggage without(Set<String> names) {
        if (Collections.disjoint(members.keySet(), names)) {
            return this;
        }
        Map<String, Member> kept = new LinkedHashMap<>(members);
        kept.keySet().removeAll(names);
        return new Baggage(kept);
    }

    /** Returns the decoded text, or {@code null} if the decoded bytes are not valid UTF-8. */
    private static @Nullable String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], HEX) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], HEX) : -1;
            if (low >= 0) {
                out[length++] = (byte) (high * HEX + low);
                i += 2;
            } else {
                out[length++] = bytes[i];
            }
        }
        byte[] decoded = Arrays.copyOf(out, length);
        return Utf8.isValid(decoded) ? new String(decoded, StandardCharsets.UTF_8) : null;
    }

    private static void encode(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b == 0x7F || ENCODED.indexOf(b) >= 0) {
                out.append('%').append(String.format("%02X", b));
            } else {
                out.append((char) b);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Baggage that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return String.valueOf(text());
    }

    /** Adds members up to the limits of the real engine. A member that exceeds a limit is dropped. */
    private static final class Collector {

        private final Map<String, Member> members = new LinkedHashMap<>();
        private int bytes;

        void add(String name, Member member) {
            Member earlier = members.get(name);
            int size = size(name, member) - (earlier == null ? 0 : size(name, earlier));
            boolean fits = bytes + size <= MAX_BYTES && (earlier != null || members.size() < MAX_MEMBERS);
            if (fits && isValid(name)) {
                bytes += size;
                members.put(name, member);
            }
        }

        Baggage end() {
            return members.isEmpty() ? NONE : new Baggage(members);
        }

        private static int size(String name, Member member) {
            return (name + member.value() + member.properties()).getBytes(StandardCharsets.UTF_8).length;
        }

        private static boolean isValid(String name) {
            return !name.isEmpty()
                    && name.chars().allMatch(c -> c > ' ' && c < 0x7F && INVALID_IN_NAMES.indexOf(c) < 0);
        }
    }
}
