package dev.iii.stub.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link Struct}: its name, what it may hold, and a sentence for discovery.
 *
 * @param name the name of the field
 * @param alias another name for it
 * @param type what it may hold
 * @param required whether it must be there; when not, JSON null counts as absent
 * @param description a sentence for people, empty for none
 * @param fallback the JSON text that counts when it is absent, {@code null} for none; with one, an array may end before
 *     the field
 */
public record Field(
        String name,
        @Nullable String alias,
        Type type,
        boolean required,
        String description,
        @Nullable String fallback) {

    private static final String NULL = "null";

    /** What a field may hold. */
    public interface Type {

        /** Throws when the value does not fit. */
        void check(RawJson value);

        /** Writes the members of its JSON Schema, each behind a comma. */
        void schema(JsonBuffer out, boolean nullable);
    }

    /** Any string. */
    public static Field string(String name) {
        return required(name, new Text());
    }

    /** Any JSON value. */
    public static Field json(String name) {
        return required(name, new Anything());
    }

    /** An integer from {@code min} to {@code max}; {@code rust} is what messages call it, for example {@code u32}. */
    public static Field integer(String name, BigInteger min, BigInteger max, String rust) {
        return required(name, new Whole(min, max, rust));
    }

    /** An integer of 32 bits that is not negative. */
    public static Field u32(String name) {
        return integer(name, BigInteger.ZERO, BigInteger.valueOf(0xFFFF_FFFFL), "u32");
    }

    /** An integer of 64 bits that is not negative. */
    public static Field u64(String name) {
        return integer(name, BigInteger.ZERO, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), "u64");
    }

    /** A size: an integer of 64 bits that is not negative. */
    public static Field usize(String name) {
        return integer(name, BigInteger.ZERO, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), "usize");
    }

    /** An integer of 32 bits. */
    public static Field i32(String name) {
        return integer(name, BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE), "i32");
    }

    /** An integer of 64 bits. */
    public static Field i64(String name) {
        return integer(name, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE), "i64");
    }

    /** Any number. */
    public static Field number(String name) {
        return required(name, new Fraction());
    }

    /** True or false. */
    public static Field flag(String name) {
        return required(name, new Flag());
    }

    /** An array of what {@code element} describes; its name does not matter. */
    public static Field list(String name, Field element) {
        return required(name, new Elements(element.type()));
    }

    /** A value that {@code type} understands. */
    public static Field of(String name, Type type) {
        return required(name, type);
    }

    /** An object of the given shape. */
    public static Field struct(String name, Struct shape) {
        return required(name, new Nested(shape));
    }

    private static Field required(String name, Type type) {
        return new Field(name, null, type, true, "", null);
    }

    /** The same field, which may be absent or null. */
    public Field optional() {
        return new Field(name, alias, type, false, description, null);
    }

    /** The same field, which may be absent, in an array as well, or null. */
    public Field orNull() {
        return orElse(NULL);
    }

    /** The same field, which may be absent, in an array as well; JSON null is a value like any other. */
    public Field orElse(String json) {
        return new Field(name, alias, type, false, description, json);
    }

    /** The same field, which goes by another name as well. */
    public Field orAlso(String otherName) {
        return new Field(name, otherName, type, required, description, fallback);
    }

    /** The same field with a sentence for people. */
    public Field describedAs(String sentence) {
        return new Field(name, alias, type, required, sentence, fallback);
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether JSON null counts as absent. */
    boolean nullable() {
        return !required && (fallback == null || fallback.equals(NULL));
    }

    void check(RawJson value) {
        if (!nullable() || !value.isNull()) {
            type.check(value);
        }
    }

    private static BadInputException invalidType(RawJson value, String expected) {
        return new BadInputException("invalid type: " + JsonKind.describe(value) + ", expected " + expected);
    }

    /** Writes {@code ,"type":…}. */
    private static void typeMember(JsonBuffer out, String type, boolean nullable) {
        out.raw(",\"type\":".getBytes(StandardCharsets.US_ASCII));
        if (nullable) {
            out.raw('[').string(type).raw(',').string("null").raw(']');
        } else {
            out.string(type);
        }
    }

    private record Text() implements Type {
        @Override
        public void check(RawJson value) {
            if (!JsonText.isString(value)) {
                throw invalidType(value, "a string");
            }
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            typeMember(out, "string", nullable);
        }
    }

    private record Anything() implements Type {
        @Override
        public void check(RawJson value) {
            // Every JSON value is one.
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            // A schema without a type allows everything.
        }
    }

    private record Whole(BigInteger min, BigInteger max, String rust) implements Type {
        @Override
        public void check(RawJson value) {
            if (JsonKind.of(value) != JsonKind.INTEGER) {
                throw invalidType(value, rust);
            }
            BigInteger exact = new BigInteger(value.text());
            if (exact.compareTo(min) < 0 || exact.compareTo(max) > 0) {
                throw new BadInputException("invalid value: " + JsonKind.describe(value) + ", expected " + rust);
            }
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            typeMember(out, "integer", nullable);
            String bits = rust.endsWith("size") ? "" : rust.substring(1);
            String format = rust.startsWith("u") ? "uint" + bits : "int" + bits;
            out.raw(",\"format\":".getBytes(StandardCharsets.US_ASCII)).string(format);
            if (min.signum() == 0) {
                out.raw(",\"minimum\":0.0".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private record Fraction() implements Type {
        @Override
        public void check(RawJson value) {
            JsonKind kind = JsonKind.of(value);
            if (kind != JsonKind.INTEGER && kind != JsonKind.FLOAT) {
                throw invalidType(value, "f64");
            }
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            typeMember(out, "number", nullable);
        }
    }

    private record Flag() implements Type {
        @Override
        public void check(RawJson value) {
            if (JsonKind.of(value) != JsonKind.BOOLEAN) {
                throw invalidType(value, "a boolean");
            }
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            typeMember(out, "boolean", nullable);
        }
    }

    private record Elements(Type element) implements Type {
        @Override
        public void check(RawJson value) {
            if (JsonKind.of(value) != JsonKind.ARRAY) {
                throw invalidType(value, "a sequence");
            }
            JsonCursor elements = JsonCursor.ofArray(value);
            while (elements.next()) {
                element.check(elements.value());
            }
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            typeMember(out, "array", nullable);
            out.raw(",\"items\":".getBytes(StandardCharsets.US_ASCII));
            Struct.schemaOf(out, element);
        }
    }

    private record Nested(Struct shape) implements Type {
        @Override
        public void check(RawJson value) {
            shape.read(value);
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            typeMember(out, "object", nullable);
            shape.objectMembers(out);
        }
    }
}
