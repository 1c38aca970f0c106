package dev.iii.stub.state;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.ObjectWriter;
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

    RawJson toJson() {
        return new ObjectWriter()
                .put("type", "state")
                .put("event_type", kind.wireName)
                .put("scope", scope)
                .put("key", key)
                .putOrNull("old_value", oldValue)
                .put("new_value", newValue)
                .end();
    }
}
