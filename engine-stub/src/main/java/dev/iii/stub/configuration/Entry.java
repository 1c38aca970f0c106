package dev.iii.stub.configuration;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * A registered configuration.
 *
 * @param id the id
 * @param name the human-readable name
 * @param description the purpose of the configuration
 * @param schema the JSON Schema of its values, or JSON null for none
 * @param value the value with its placeholders, or JSON null for none
 * @param metadata any JSON that was registered with the configuration, or {@code null} for none
 */
record Entry(
        String id,
        String name,
        String description,
        RawJson schema,
        RawJson value,
        @Nullable RawJson metadata) {

    Entry withValue(RawJson newValue) {
        return new Entry(id, name, description, schema, newValue, metadata);
    }

    /** Returns the whole entry. */
    RawJson toJson() {
        JsonBuffer out = open();
        out.raw(',').string("value").raw(':').raw(value);
        return close(out);
    }

    /** Returns the entry without its value. */
    RawJson view() {
        return close(open());
    }

    private JsonBuffer open() {
        JsonBuffer out = new JsonBuffer();
        out.raw('{');
        return describe(out);
    }

    /** Writes id, name, description and schema as members of an open object. */
    JsonBuffer describe(JsonBuffer out) {
        out.string("id").raw(':').string(id);
        out.raw(',').string("name").raw(':').string(name);
        out.raw(',').string("description").raw(':').string(description);
        return out.raw(',').string("schema").raw(':').raw(schema);
    }

    /** Writes the metadata, if there are any, and closes the object. */
    RawJson close(JsonBuffer out) {
        if (metadata != null) {
            out.raw(',').string("metadata").raw(':').raw(metadata);
        }
        return RawJson.wrap(out.raw('}').toByteArray());
    }
}
