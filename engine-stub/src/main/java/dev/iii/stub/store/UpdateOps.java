package dev.iii.stub.store;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the operations of an update like the real engine, with the same error messages. */
public final class UpdateOps {

    /** The schemas of the operations, as members of the definitions of a schema. */
    private static final String DEFINITIONS = """
            "MergePath":{"anyOf":[{"type":"string"},{"items":{"type":"string"},"type":"array"}]},
            "UpdateOp":{"oneOf":[
            {"properties":{"path":{"type":"string"},"type":{"enum":["set"],"type":"string"},"value":true},"required":["path","type"],"type":"object"},
            {"properties":{"path":{"anyOf":[{"$ref":"#/definitions/MergePath"},{"type":"null"}]},"type":{"enum":["merge"],"type":"string"},"value":true},"required":["type","value"],"type":"object"},
            {"properties":{"by":{"format":"int64","type":"integer"},"path":{"type":"string"},"type":{"enum":["increment"],"type":"string"}},"required":["by","path","type"],"type":"object"},
            {"properties":{"by":{"format":"int64","type":"integer"},"path":{"type":"string"},"type":{"enum":["decrement"],"type":"string"}},"required":["by","path","type"],"type":"object"},
            {"properties":{"path":{"anyOf":[{"$ref":"#/definitions/MergePath"},{"type":"null"}]},"type":{"enum":["append"],"type":"string"},"value":true},"required":["type","value"],"type":"object"},
            {"properties":{"path":{"type":"string"},"type":{"enum":["remove"],"type":"string"}},"required":["path","type"],"type":"object"}]}
            """.replace("\n", "");

    private static final byte[] TYPE = "type".getBytes(StandardCharsets.US_ASCII);

    private static final Struct SET = Struct.of(
            "variant UpdateOp::Set", Field.string("path"), Field.json("value").optional());
    private static final Struct MERGE = Struct.of("variant UpdateOp::Merge", path(), Field.json("value"));
    private static final Struct INCREMENT =
            Struct.of("variant UpdateOp::Increment", Field.string("path"), Field.i64("by"));
    private static final Struct DECREMENT =
            Struct.of("variant UpdateOp::Decrement", Field.string("path"), Field.i64("by"));
    private static final Struct APPEND = Struct.of("variant UpdateOp::Append", path(), Field.json("value"));
    private static final Struct REMOVE = Struct.of("variant UpdateOp::Remove", Field.string("path"));

    private UpdateOps() {}

    /** Returns the field {@code ops} of an input. */
    public static Field field() {
        return Field.of("ops", new Type()).describedAs("Operations, applied in order and in one step.");
    }

    /**
     * Reads operations.
     *
     * @throws BadInputException if one of them is malformed
     */
    public static List<UpdateOp> read(RawJson ops) {
        if (JsonKind.of(ops) != JsonKind.ARRAY) {
            throw new BadInputException("invalid type: " + JsonKind.describe(ops) + ", expected a sequence");
        }
        List<UpdateOp> operations = new ArrayList<>();
        JsonCursor elements = JsonCursor.ofArray(ops);
        while (elements.next()) {
            operations.add(readOne(elements.value()));
        }
        return operations;
    }

    private static UpdateOp readOne(RawJson op) {
        return switch (JsonKind.of(op)) {
            case OBJECT -> fromObject(op);
            case ARRAY -> fromArray(op);
            default ->
                throw new BadInputException(
                        "invalid type: " + JsonKind.describe(op) + ", expected internally tagged enum UpdateOp");
        };
    }

    private static UpdateOp fromObject(RawJson op) {
        RawJson type = null;
        JsonCursor members = JsonCursor.ofObject(op);
        while (members.next()) {
            if (members.nameIs(TYPE)) {
                type = members.value();
            }
        }
        return typed(type, op);
    }

    /** Reads an operation in array form: the type is the first element, followed by the fields. */
    private static UpdateOp fromArray(RawJson op) {
        RawJson type = null;
        List<RawJson> rest = new ArrayList<>();
        JsonCursor elements = JsonCursor.ofArray(op);
        while (elements.next()) {
            if (type == null) {
                type = elements.value();
            } else {
                rest.add(elements.value());
            }
        }
        return typed(type, ObjectWriter.array(rest));
    }

    private static UpdateOp typed(@Nullable RawJson type, RawJson fields) {
        if (type == null) {
            throw new BadInputException("missing field `type`");
        }
        if (!JsonText.isString(type)) {
            throw new BadInputException("invalid type: " + JsonKind.describe(type) + ", expected variant identifier");
        }
        String name = JsonText.string(type);
        return switch (name) {
            case "set" -> {
                Fields in = SET.read(fields);
                RawJson value = in.optional("value");
                yield new UpdateOp.Assign(single(in), value == null ? RawJson.NULL : value);
            }
            case "merge" -> {
                Fields in = MERGE.read(fields);
                yield new UpdateOp.Merge(segments(in.optional("path")), in.raw("value"));
            }
            case "increment" -> {
                Fields in = INCREMENT.read(fields);
                yield new UpdateOp.Increment(single(in), in.integer("by"));
            }
            case "decrement" -> {
                Fields in = DECREMENT.read(fields);
                yield new UpdateOp.Decrement(single(in), in.integer("by"));
            }
            case "append" -> {
                Fields in = APPEND.read(fields);
                yield new UpdateOp.Append(segments(in.optional("path")), in.raw("value"));
            }
            case "remove" -> new UpdateOp.Remove(single(REMOVE.read(fields)));
            default ->
                throw new BadInputException("unknown variant `" + name
                        + "`, expected one of `set`, `merge`, `increment`, `decrement`, `append`, `remove`");
        };
    }

    private static List<String> single(Fields in) {
        String path = in.string("path");
        return path.isEmpty() ? List.of() : List.of(path);
    }

    private static Field path() {
        return Field.of("path", new Path()).optional();
    }

    private static List<String> segments(@Nullable RawJson path) {
        if (path == null) {
            return List.of();
        }
        if (JsonText.isString(path)) {
            String name = JsonText.string(path);
            return name.isEmpty() ? List.of() : List.of(name);
        }
        List<String> segments = new ArrayList<>();
        JsonCursor elements = JsonCursor.ofArray(path);
        while (elements.next()) {
            segments.add(JsonText.string(elements.value()));
        }
        return segments;
    }

    /** A list of operations. */
    private record Type() implements Field.Type {
        @Override
        public void check(RawJson value) {
            read(value);
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            out.raw(",\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/UpdateOp\"}"
                    .getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public String definitions() {
            return DEFINITIONS;
        }
    }

    /** A name or a list of names. */
    private record Path() implements Field.Type {
        @Override
        public void check(RawJson value) {
            if (JsonText.isString(value)) {
                return;
            }
            if (JsonKind.of(value) == JsonKind.ARRAY) {
                boolean strings = true;
                JsonCursor elements = JsonCursor.ofArray(value);
                while (elements.next()) {
                    strings &= JsonText.isString(elements.value());
                }
                if (strings) {
                    return;
                }
            }
            throw new BadInputException("data did not match any variant of untagged enum MergePath");
        }

        @Override
        public void schema(JsonBuffer out, boolean nullable) {
            out.raw(",\"type\":[\"string\",\"array\",\"null\"]".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
