package dev.iii.stub.json;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an input: its name in messages and its fields in order.
 *
 * <p>An object may contain the fields in any order, and additional members. An array contains the fields by position.
 * Immutable.
 */
public final class Struct {

    private final String name;
    private final List<Field> fields;
    private final byte[][] names;
    private final byte[] @Nullable [] aliases;
    /** The real engine checks the fields in the order of their names and reports only the first mistake. */
    private final int[] checkOrder;

    private Struct(String name, List<Field> fields) {
        this.name = name;
        this.fields = fields;
        this.names = new byte[fields.size()][];
        this.aliases = new byte[fields.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = fields.get(i).nameBytes();
            String alias = fields.get(i).alias();
            aliases[i] = alias == null ? null : alias.getBytes(StandardCharsets.UTF_8);
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(i -> fields.get(i).name()));
        this.checkOrder = order.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Creates a shape.
     *
     * @param name the name of the shape in messages, for example {@code StateGetInput}
     */
    public static Struct of(String name, Field... fields) {
        return new Struct(name, List.of(fields));
    }

    /**
     * Reads an input.
     *
     * @throws BadInputException if the input does not have this shape
     */
    public Fields read(RawJson input) {
        @Nullable RawJson[] values = new RawJson[names.length];
        switch (JsonKind.of(input)) {
            case OBJECT -> readObject(input, values);
            case ARRAY -> readArray(input, values);
            default ->
                throw new BadInputException("invalid type: " + JsonKind.describe(input) + ", expected struct " + name);
        }
        return new Fields(this, values);
    }

    private void readObject(RawJson input, @Nullable RawJson[] values) {
        JsonCursor members = JsonCursor.ofObject(input);
        while (members.next()) {
            int field = indexOf(members);
            if (field >= 0) {
                RawJson previous = values[field];
                if (previous != null && aliases[field] != null) {
                    throw new BadInputException(
                            "duplicate field `" + fields.get(field).name() + "`");
                }
                values[field] = members.value();
            }
        }
        for (int i : checkOrder) {
            RawJson value = values[i];
            if (value != null) {
                fields.get(i).check(value);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && fields.get(i).required()) {
                throw new BadInputException("missing field `" + fields.get(i).name() + "`");
            }
        }
    }

    private void readArray(RawJson input, @Nullable RawJson[] values) {
        JsonCursor elements = JsonCursor.ofArray(input);
        int length = 0;
        while (elements.next()) {
            if (length < values.length) {
                fields.get(length).check(elements.value());
                values[length] = elements.value();
            }
            length++;
        }
        for (int i = length; i < values.length; i++) {
            if (fields.get(i).fallback() == null) {
                throw new BadInputException("invalid length " + i + ", expected struct " + name + " with "
                        + values.length + (values.length == 1 ? " element" : " elements"));
            }
        }
        if (length > values.length) {
            throw new BadInputException("invalid length " + length + ", expected fewer elements in array");
        }
    }

    private int indexOf(JsonCursor member) {
        for (int i = 0; i < names.length; i++) {
            byte[] alias = aliases[i];
            if (member.nameIs(names[i]) || alias != null && member.nameIs(alias)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the names of the fields, in order. */
    public List<String> fieldNames() {
        return fields.stream().map(Field::name).toList();
    }

    int indexOf(String field) {
        for (int i = 0; i < names.length; i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + " has no field " + field);
    }

    /** Returns the shape as JSON Schema, draft 7. */
    public RawJson schema() {
        JsonBuffer out = new JsonBuffer();
        out.raw("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":"
                .getBytes(StandardCharsets.US_ASCII));
        out.string(name);
        out.raw(",\"type\":\"object\"".getBytes(StandardCharsets.US_ASCII));
        objectMembers(out);
        for (Field field : fields) {
            if (!field.type().definitions().isEmpty()) {
                out.raw((",\"definitions\":{" + field.type().definitions() + "}").getBytes(StandardCharsets.UTF_8));
            }
        }
        out.raw('}');
        return RawJson.wrap(out.toByteArray());
    }

    /** Writes {@code ,"properties":{…},"required":[…]}. */
    void objectMembers(JsonBuffer out) {
        if (fields.isEmpty()) {
            return;
        }
        List<String> required = new ArrayList<>();
        out.raw(",\"properties\":{".getBytes(StandardCharsets.US_ASCII));
        String comma = "";
        for (Field field : fields) {
            out.raw(comma.getBytes(StandardCharsets.US_ASCII))
                    .string(field.name())
                    .raw(':');
            propertyOf(out, field);
            comma = ",";
            if (field.required()) {
                required.add(field.name());
            }
        }
        out.raw('}');
        if (!required.isEmpty()) {
            out.raw(",\"required\":[".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < required.size(); i++) {
                out.raw(i == 0 ? "".getBytes(StandardCharsets.US_ASCII) : ",".getBytes(StandardCharsets.US_ASCII));
                out.string(required.get(i));
            }
            out.raw(']');
        }
    }

    private static void propertyOf(JsonBuffer out, Field field) {
        JsonBuffer members = new JsonBuffer();
        if (!field.description().isEmpty()) {
            members.raw(",\"description\":".getBytes(StandardCharsets.US_ASCII)).string(field.description());
        }
        field.type().schema(members, field.nullable());
        String fallback = field.fallback();
        if (fallback != null) {
            members.raw(",\"default\":".getBytes(StandardCharsets.US_ASCII))
                    .raw(fallback.getBytes(StandardCharsets.UTF_8));
        }
        object(out, members);
    }

    static void schemaOf(JsonBuffer out, Field.Type type) {
        JsonBuffer members = new JsonBuffer();
        type.schema(members, false);
        object(out, members);
    }

    /** Writes an object. Each of the given members begins with a comma, and the first comma is omitted. */
    private static void object(JsonBuffer out, JsonBuffer members) {
        out.raw('{');
        if (members.length() > 0) {
            out.raw(members.array(), 1, members.length() - 1);
        }
        out.raw('}');
    }
}
