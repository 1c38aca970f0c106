package dev.iii.stub.configuration;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Struct;

/**
 * A change of a configuration, with the placeholders filled in.
 *
 * @param kind what happened
 * @param entry the configuration
 * @param oldValue the value before, JSON null for none
 * @param newValue the value now, JSON null for none
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

    /** The event, for discovery. */
    static final Struct SHAPE = Struct.of(
            "ConfigurationEvent",
            Field.string("type").describedAs("Always configuration."),
            Field.string("event_type")
                    .describedAs("configuration:registered, configuration:updated or configuration:deleted."),
            Field.string("id").describedAs("The configuration."),
            Field.string("name").describedAs("What people call it."),
            Field.string("description").describedAs("What it is for."),
            Field.json("schema").describedAs("The JSON Schema of its values."),
            Field.json("old_value").optional().describedAs("The value before."),
            Field.json("new_value").optional().describedAs("The value now."),
            Field.json("metadata").optional().describedAs("What was registered with it."));

    RawJson toJson() {
        JsonBuffer out = new JsonBuffer();
        out.raw('{').string("type").raw(':').string("configuration");
        out.raw(',').string("event_type").raw(':').string(kind.wireName()).raw(',');
        entry.describe(out);
        out.raw(',').string("old_value").raw(':').raw(oldValue);
        out.raw(',').string("new_value").raw(':').raw(newValue);
        return entry.close(out);
    }
}
