package dev.iii.stub.configuration;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;

/**
 * A change of a configuration, with expanded placeholders.
 *
 * @param kind the kind of the change
 * @param entry the configuration
 * @param oldValue the previous value, or JSON null for none
 * @param newValue the current value, or JSON null for none
 */
record ConfigurationEvent(Kind kind, Entry entry, RawJson oldValue, RawJson newValue) {

    enum Kind {
        REGISTERED("configuration:registered"),
        UPDATED("configuration:updated"),
        DELETED("configuration:deleted");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** The schema of the event, for discovery. */
    static final Struct SHAPE = Struct.of(
            "ConfigurationEvent",
            Field.string("type").describedAs("Always configuration."),
            Field.string("event_type")
                    .describedAs("configuration:registered, configuration:updated or configuration:deleted."),
            Field.string("id").describedAs("The id of the configuration."),
            Field.string("name").describedAs("The human-readable name."),
            Field.string("description").describedAs("The purpose of the configuration."),
            Field.json("schema").describedAs("The JSON Schema of its values."),
            Field.json("old_value").optional().describedAs("The previous value."),
            Field.json("new_value").optional().describedAs("The current value."),
            Field.json("metadata").optional().describedAs("The metadata of the configuration."));

    RawJson toJson() {
        ObjectWriter out = new ObjectWriter().put("type", "configuration").put("event_type", kind.wireName());
        return entry.close(entry.describe(out).put("old_value", oldValue).put("new_value", newValue));
    }
}
