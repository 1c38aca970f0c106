package dev.iii.stub.state;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A change of a value.
 *
 * @param kind the kind of the change
 * @param scope the scope of the value
 * @param key the key of the value
 * @param oldValue the previous value, or {@code null} for none
 * @param newValue the current value; JSON null after a deletion
 */
record StateEvent(
        Kind kind, String scope, String key, @Nullable RawJson oldValue, RawJson newValue) {

    enum Kind {
        CREATED("state:created"),
        UPDATED("state:updated"),
        DELETED("state:deleted");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }
    }

    private static final byte[] TYPE = "{\"type\":\"state\",\"event_type\":".getBytes(StandardCharsets.US_ASCII);

    RawJson toJson() {
        JsonBuffer out = new JsonBuffer();
        out.raw(TYPE).string(kind.wireName);
        out.raw(',').string("scope").raw(':').string(scope);
        out.raw(',').string("key").raw(':').string(key);
        out.raw(',').string("old_value").raw(':').raw(oldValue == null ? RawJson.NULL : oldValue);
        out.raw(',').string("new_value").raw(':').raw(newValue);
        return RawJson.wrap(out.raw('}').toByteArray());
    }
}
