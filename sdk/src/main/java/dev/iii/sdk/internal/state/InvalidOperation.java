package dev.iii.sdk.internal.state;

import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reason why an operation has no effect on any value (engine behaviour, section 9).
 *
 * @param code the code of the failure, without the type of the operation
 * @param message a human-readable description; the same string as that of the engine
 */
record InvalidOperation(String code, String message) {

    private static final int MAX_PATH = 32;
    private static final int MAX_SEGMENT_BYTES = 256;
    private static final int MAX_MERGE_DEPTH = 16;
    private static final int MAX_MERGE_KEYS = 1024;
    /** Field names that can be used to attack JavaScript programs (prototype pollution). */
    private static final Set<String> FORBIDDEN_NAMES = Set.of("__proto__", "constructor", "prototype");

    /** Returns the first reason why the operation is invalid; {@code null} if it is valid. */
    static @Nullable InvalidOperation of(UpdateOperation operation) {
        InvalidOperation invalid = ofPath(operation.path());
        return invalid == null && operation.type() == UpdateOperation.Type.MERGE
                ? ofMerged(operation.value())
                : invalid;
    }

    private static @Nullable InvalidOperation ofPath(List<String> path) {
        if (path.size() > MAX_PATH) {
            return new InvalidOperation(
                    "path.too_deep", "Path depth " + path.size() + " exceeds maximum of " + MAX_PATH);
        }
        for (String segment : path) {
            int bytes = segment.getBytes(StandardCharsets.UTF_8).length;
            if (segment.isEmpty()) {
                return new InvalidOperation("path.empty_segment", "Path contains an empty segment");
            }
            if (bytes > MAX_SEGMENT_BYTES) {
                return new InvalidOperation(
                        "path.segment_too_long",
                        "Path segment of " + bytes + " bytes exceeds maximum of " + MAX_SEGMENT_BYTES);
            }
            if (FORBIDDEN_NAMES.contains(segment)) {
                return new InvalidOperation(
                        "path.proto_polluted", "Path segment '" + segment + "' is not allowed (prototype pollution).");
            }
        }
        return null;
    }

    private static @Nullable InvalidOperation ofMerged(Json value) {
        if (JsonKind.of(value) != JsonKind.OBJECT) {
            return new InvalidOperation("value.not_an_object", "Merge value must be a JSON object");
        }
        Map<String, Json> fields = value.fields();
        if (fields.size() > MAX_MERGE_KEYS) {
            return new InvalidOperation(
                    "value.too_many_keys",
                    "Merge value has " + fields.size() + " top-level keys, exceeds maximum of " + MAX_MERGE_KEYS);
        }
        for (String name : fields.keySet()) {
            if (FORBIDDEN_NAMES.contains(name)) {
                return new InvalidOperation(
                        "value.proto_polluted",
                        "Merge value top-level key \"" + name + "\" is a prototype-pollution sink");
            }
        }
        int depth = depth(value);
        return depth > MAX_MERGE_DEPTH
                ? new InvalidOperation(
                        "value.too_deep",
                        "Merge value JSON nesting depth " + depth + " exceeds maximum of " + MAX_MERGE_DEPTH)
                : null;
    }

    private static int depth(Json value) {
        return switch (JsonKind.of(value)) {
            case OBJECT -> 1 + deepest(List.copyOf(value.fields().values()));
            case ARRAY -> 1 + deepest(value.elements());
            case NULL, BOOLEAN, NUMBER, STRING -> 0;
        };
    }

    private static int deepest(List<Json> values) {
        return values.stream().mapToInt(InvalidOperation::depth).max().orElse(0);
    }
}
