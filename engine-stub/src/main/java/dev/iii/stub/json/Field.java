package dev.iii.stub.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link Struct}: its name, its type, and its description for discovery. Immutable.
 *
 * @param name the name of the field
 * @param alias another accepted name of the field; {@code null} for none
 * @param type the type of the field
 * @param required whether the field must be present; if {@code false}, JSON null counts as absent unless there is a
 *     {@code fallback} other than null
 * @param description the description that discovery shows; empty for none
 * @param fallback the JSON value that discovery shows as the default of an absent field; {@code null} for none. If it
 *     is set, an array may end before this field
 */
public record Field(
        String name,
        @Nullable String alias,
        Type type,
        boolean required,
        String description,
        @Nullable String fallback) {

    private static final String NULL = "null";

    /** The type of a field. */
    public interface Type {

        /**
         * Checks a value.
         *
         * @throws BadInputException if the value does not have this type
         */
        void check(RawJson value);

        /** Writes the members of the JSON Schema of this type. A comma precedes each member. */
        void schema(JsonBuffer out, boolean nullable);

        /** Returns the members of {@code definitions} to which the JSON Schema of this type refers; empty for none. */
        default String definitions() {
            return "";
        }
    }

    /** Creates a required field that holds any string. */
    public static Field string(String name) {
        return required(name, new Text());
    }

    /** Creates a required field that holds any JSON value. */
    public static Field json(String name) {
        return required(name, new Anything());
    }

    /**
     * Creates a required field that holds an integer from {@code min} to {@code max}.
     *
     * @param rust the name of the type in error messages, for example {@code u32}
     */
    public static Field integer(String name, BigInteger min, BigInteger max, String rust) {
        return required(name, new Whole(min, max, rust));
    }

    /** Creates a required field that holds an unsigned 32-bit integer. */
    public static Field u32(String name) {
        return integer(name, BigInteger.ZERO, BigInteger.valueOf(0xFFFF_FFFFL), "u32");
    }

    /** Creates a required field that holds an unsigned 64-bit integer. */
    public static Field u64(String name) {
        return integer(name, BigInteger.ZERO, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), "u64");
    }

    /** Creates a required field that holds a size, which is an unsigned 64-bit integer. */
    public static Field usize(String name) {
        return integer(name, BigInteger.ZERO, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), "usize");
    }

    /** Creates a required field that holds a signed 32-bit integer. */
    public static Field i32(String name) {
        return integer(name, BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE), "i32");
    }

    /** Creates a required field that holds a signed 64-bit integer. */
    public static Field i64(String name) {
        return integer(name, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE), "i64");
    }

    /** Creates a required field that holds any number. */
    public static Field number(String name) {
        return required(name, new Fraction());
    }

    /** Creates a required field that holds true or false. */
    public static Field flag(String name) {
        return required(name, new Flag());
    }

    /**
     * Creates a required field that holds an array. All elements have the type of {@code element}; its name is ignored.
     */
    public static Field list(String name, Field element) {
        return required(name, new Elements(element.type()));
    }

    /** Creates a required field of the given type. */
    public static Field of(String name, Type type) {
        return required(name, type);
    }

    /** Creates a required field that holds an object of the given shape. */
    public static Field struct(String name, Struct shape) {
        return required(name, new Nested(shape));
    }

    private static Field required(String name, Type type) {
        return new Field(name, null, type, true, "", null);
    }

    /** Returns a copy of this field that may be absent or null. */
    public Field optional() {
        return new Field(name, alias, type, false, description, null);
    }

    /** Returns a copy of this field that may be absent or null. An array may end before it. */
    public Field orNull() {
        return orElse(NULL);
    }

    /**
     * Returns a copy of this field that may be absent. An array may end before it. Unless {@code json} is null, JSON
     * null is checked like any other value.
     *
     * @param json the default value as JSON
     */
    public Field orElse(String json) {
        return new Field(name, alias, type, false, description, json);
    }

    /** Returns a copy of this field that accepts another name as well. */
    public Field orAlso(String otherName) {
        return new Field(name, otherName, type, required, description, fallback);
    }

    /** Returns a copy of this field with a description for discovery. */
    public Field describedAs(String sentence) {
        return new Field(name, alias, type, required, sentence, fallback);
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns {@code true} if JSON null counts as absent. */
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
            // Every JSON value is valid.
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
            BigInteger exact = NumberLimits.integer(value);
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
