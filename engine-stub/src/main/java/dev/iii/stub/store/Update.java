package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One update of one value (engine behaviour, section 9). Applies operations in order, each to the result of the
 * previous one. An operation that cannot be applied changes nothing and adds an error.
 */
final class Update {

    private static final int MAX_PATH = 32;
    private static final int MAX_SEGMENT_BYTES = 256;
    private static final int MAX_MERGE_DEPTH = 16;
    private static final int MAX_MERGE_KEYS = 1024;
    /** Names that allow prototype pollution in JavaScript programs. */
    private static final List<String> POISONOUS = List.of("__proto__", "constructor", "prototype");

    private static final Set<String> POISONOUS_SET = Set.copyOf(POISONOUS);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<UpdateError> errors = new ArrayList<>();
    private JsonNode current;
    /** True while the value is still the empty object that replaces a missing value. */
    private boolean untouched;

    private Update(@Nullable RawJson old) {
        this.untouched = old == null;
        this.current = old == null ? NODES.objectNode() : JsonText.tree(old);
    }

    /** The result of an update. */
    record Result(RawJson value, List<UpdateError> errors) {}

    static Result of(@Nullable RawJson old, List<UpdateOp> operations) {
        if (operations.isEmpty()) {
            return new Result(old == null ? RawJson.EMPTY_OBJECT : old, List.of());
        }
        Update update = new Update(old);
        for (int i = 0; i < operations.size(); i++) {
            update.apply(i, operations.get(i));
        }
        return new Result(JsonText.raw(update.current), List.copyOf(update.errors));
    }

    private void apply(int index, UpdateOp op) {
        if (!pathAllowed(index, op)) {
            return;
        }
        if (op instanceof UpdateOp.Assign assign) {
            assign(index, assign);
        } else if (op instanceof UpdateOp.Merge merge) {
            merge(index, merge);
        } else if (op instanceof UpdateOp.Increment increment) {
            add(index, op, Numbers.of(increment.by()));
        } else if (op instanceof UpdateOp.Decrement decrement) {
            add(index, op, Numbers.of(decrement.by()).negate());
        } else if (op instanceof UpdateOp.Append append) {
            append(index, append);
        } else if (op instanceof UpdateOp.Remove) {
            remove(index, op);
        }
    }

    // ---------------------------------------------------------------- checks

    private void error(int index, UpdateOp op, String code, String message) {
        errors.add(new UpdateError(index, op.type() + "." + code, message));
    }

    private boolean pathAllowed(int index, UpdateOp op) {
        List<String> path = op.path();
        if (path.size() > MAX_PATH) {
            error(index, op, "path.too_deep", "Path depth " + path.size() + " exceeds maximum of " + MAX_PATH);
            return false;
        }
        for (String segment : path) {
            int bytes = segment.getBytes(StandardCharsets.UTF_8).length;
            if (segment.isEmpty()) {
                error(index, op, "path.empty_segment", "Path contains an empty segment");
            } else if (bytes > MAX_SEGMENT_BYTES) {
                error(
                        index,
                        op,
                        "path.segment_too_long",
                        "Path segment of " + bytes + " bytes exceeds maximum of " + MAX_SEGMENT_BYTES);
            } else if (POISONOUS_SET.contains(segment)) {
                error(
                        index,
                        op,
                        "path.proto_polluted",
                        "Path segment '" + segment + "' is not allowed (prototype pollution).");
            } else {
                continue;
            }
            return false;
        }
        return true;
    }

    /** Returns the root if it is an object. Otherwise adds an error and returns {@code null}. */
    private @Nullable ObjectNode rootObject(int index, UpdateOp op, String label) {
        if (current instanceof ObjectNode object) {
            return object;
        }
        error(
                index,
                op,
                "target_not_object",
                "Cannot " + op.type() + " at path '" + label + "': target is " + typeName(current)
                        + ", expected object.");
        return null;
    }

    private static String typeName(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> "null";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case STRING, BINARY -> "string";
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
        };
    }

    // ---------------------------------------------------------------- set, remove

    private void assign(int index, UpdateOp.Assign op) {
        if (op.path().isEmpty()) {
            current = JsonText.tree(op.value());
        } else {
            String field = op.path().get(0);
            ObjectNode root = rootObject(index, op, field);
            if (root == null) {
                return;
            }
            root.set(field, JsonText.tree(op.value()));
        }
        untouched = false;
    }

    private void remove(int index, UpdateOp op) {
        if (op.path().isEmpty()) {
            current = NODES.nullNode();
        } else {
            String field = op.path().get(0);
            ObjectNode root = rootObject(index, op, field);
            if (root == null) {
                return;
            }
            root.remove(field);
        }
        untouched = false;
    }

    // ---------------------------------------------------------------- increment, decrement

    private void add(int index, UpdateOp op, Numbers.Amount by) {
        if (op.path().isEmpty()) {
            JsonNode sum = untouched ? by.node() : by.plus(current);
            if (sum == null) {
                notNumber(index, op, "root", current);
                return;
            }
            current = sum;
        } else {
            String field = op.path().get(0);
            ObjectNode root = rootObject(index, op, field);
            if (root == null) {
                return;
            }
            JsonNode existing = root.get(field);
            JsonNode sum = existing == null ? by.node() : by.plus(existing);
            if (sum == null) {
                notNumber(index, op, field, existing == null ? NODES.nullNode() : existing);
                return;
            }
            root.set(field, sum);
        }
        untouched = false;
    }

    private void notNumber(int index, UpdateOp op, String label, JsonNode found) {
        error(index, op, "not_number", "Expected number at path '" + label + "', got " + typeName(found) + ".");
    }

    // ---------------------------------------------------------------- merge

    private void merge(int index, UpdateOp.Merge op) {
        if (!mergeable(index, op)) {
            return;
        }
        ObjectNode fields = (ObjectNode) JsonText.tree(op.value());
        if (!op.path().isEmpty()) {
            walk(op.path()).setAll(fields);
            untouched = false;
        } else if (current instanceof ObjectNode root) {
            root.setAll(fields);
            untouched = false;
        }
        // A root that is not an object stays unchanged and no error is added, as on the real engine.
    }

    private boolean mergeable(int index, UpdateOp.Merge op) {
        if (JsonKind.of(op.value()) != JsonKind.OBJECT) {
            error(index, op, "value.not_an_object", "Merge value must be a JSON object");
            return false;
        }
        ObjectNode fields = (ObjectNode) JsonText.tree(op.value());
        if (fields.size() > MAX_MERGE_KEYS) {
            error(
                    index,
                    op,
                    "value.too_many_keys",
                    "Merge value has " + fields.size() + " top-level keys, exceeds maximum of " + MAX_MERGE_KEYS);
            return false;
        }
        for (String name : POISONOUS) {
            if (fields.has(name)) {
                error(
                        index,
                        op,
                        "value.proto_polluted",
                        "Merge value top-level key \"" + name + "\" is a prototype-pollution sink");
                return false;
            }
        }
        int depth = depth(fields);
        if (depth > MAX_MERGE_DEPTH) {
            error(
                    index,
                    op,
                    "value.too_deep",
                    "Merge value JSON nesting depth " + depth + " exceeds maximum of " + MAX_MERGE_DEPTH);
            return false;
        }
        return true;
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainer() ? deepest + 1 : 0;
    }

    /** Returns the object at a path. Replaces every value on the path that is not an object by an empty object. */
    private ObjectNode walk(List<String> path) {
        ObjectNode node;
        if (current instanceof ObjectNode root) {
            node = root;
        } else {
            node = NODES.objectNode();
            current = node;
        }
        for (String segment : path) {
            if (node.get(segment) instanceof ObjectNode next) {
                node = next;
            } else {
                node = node.putObject(segment);
            }
        }
        return node;
    }

    // ---------------------------------------------------------------- append

    private void append(int index, UpdateOp.Append op) {
        List<String> path = op.path();
        JsonNode value = JsonText.tree(op.value());
        if (path.isEmpty()) {
            JsonNode grown = grown(index, op, untouched ? NODES.nullNode() : current, value, "root");
            if (grown != null) {
                current = grown;
                untouched = false;
            }
            return;
        }
        if (rootObject(index, op, "[" + String.join(", ", path) + "]") == null) {
            return;
        }
        String leaf = path.get(path.size() - 1);
        ObjectNode parent = walk(path.subList(0, path.size() - 1));
        untouched = false;
        JsonNode existing = parent.get(leaf);
        if (existing != null) {
            JsonNode grown = grown(index, op, existing, value, leaf);
            if (grown != null) {
                parent.set(leaf, grown);
            }
        } else if (path.size() > 1) {
            parent.putArray(leaf).add(value);
        } else {
            parent.set(leaf, first(value));
        }
    }

    /** Returns the target with the value appended. Adds an error and returns {@code null} if that is not possible. */
    private @Nullable JsonNode grown(int index, UpdateOp op, JsonNode target, JsonNode value, String label) {
        if (target instanceof ArrayNode array) {
            return array.add(value);
        }
        if (target.isNull()) {
            return first(value);
        }
        if (!target.isString()) {
            error(
                    index,
                    op,
                    "type_mismatch",
                    "Cannot append at path '" + label + "': target is " + typeName(target)
                            + ", expected array, string, null, or missing field.");
            return null;
        }
        if (!value.isString()) {
            error(
                    index,
                    op,
                    "type_mismatch",
                    "Expected string append value at path '" + label + "', got " + typeName(value) + ".");
            return null;
        }
        return NODES.stringNode(target.stringValue() + value.stringValue());
    }

    /** Returns the result of appending to a missing value or null. */
    private static JsonNode first(JsonNode value) {
        return value.isString() ? value : NODES.arrayNode().add(value);
    }
}
