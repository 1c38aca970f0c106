package dev.iii.sdk.internal.state;

import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation can have no effect, whatever the value is (engine behaviour, section 9).
 *
 * @param code the code of the failure, without the type of the operation
 * @param message for people
 */
record Flaw(String code, String message) {

    private static final int MAX_PATH = 32;
    private static final int MAX_SEGMENT_BYTES = 256;
    private static final int MAX_MERGE_DEPTH = 16;
    private static final int MAX_MERGE_KEYS = 1024;
    /** Names through which JavaScript programs can be attacked. */
    private static final Set<String> POISONOUS = Set.of("__proto__", "constructor", "prototype");

    /** The first flaw of an operation; {@code null} when it has none. */
    static @Nullable Flaw of(UpdateOperation operation) {
        Flaw flaw = ofPath(operation.path());
        return flaw == null && operation.type() == UpdateOperation.Type.MERGE ? ofMerged(operation.value()) : flaw;
    }

    private static @Nullable Flaw ofPath(List<String> path) {
        if (path.size() > MAX_PATH) {
            return new Flaw("path.too_deep", "Path depth " + path.size() + " exceeds maximum of " + MAX_PATH);
        }
        for (String segment : path) {
            int bytes = segment.getBytes(StandardCharsets.UTF_8).length;
            if (segment.isEmpty()) {
                return new Flaw("path.empty_segment", "Path contains an empty segment");
            }
            if (bytes > MAX_SEGMENT_BYTES) {
                return new Flaw(
                        "path.segment_too_long",
                        "Path segment of " + bytes + " bytes exceeds maximum of " + MAX_SEGMENT_BYTES);
            }
            if (POISONOUS.contains(segment)) {
                return new Flaw(
                        "path.proto_polluted", "Path segment '" + segment + "' is not allowed (prototype pollution).");
            }
        }
        return null;
    }

    private static @Nullable Flaw ofMerged(Json value) {
        if (JsonKind.of(value) != JsonKind.OBJECT) {
            return new Flaw("value.not_an_object", "Merge value must be a JSON object");
        }
        Map<String, Json> fields = value.fields();
        if (fields.size() > MAX_MERGE_KEYS) {
            return new Flaw(
                    "value.too_many_keys",
                    "Merge value has " + fields.size() + " top-level keys, exceeds maximum of " + MAX_MERGE_KEYS);
        }
        for (String name : fields.keySet()) {
            if (POISONOUS.contains(name)) {
                return new Flaw(
                        "value.proto_polluted",
                        "Merge value top-level key \"" + name + "\" is a prototype-pollution sink");
            }
        }
        int depth = depth(value);
        return depth > MAX_MERGE_DEPTH
                ? new Flaw(
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
        return values.stream().mapToInt(Flaw::depth).max().orElse(0);
    }
}
