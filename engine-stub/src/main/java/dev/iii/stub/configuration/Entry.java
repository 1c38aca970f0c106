package dev.iii.stub.configuration;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.ObjectWriter;
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
        return close(describe(new ObjectWriter()).put("value", value));
    }

    /** Returns the entry without its value. */
    RawJson view() {
        return close(describe(new ObjectWriter()));
    }

    /** Writes id, name, description and schema as members of an open object. */
    ObjectWriter describe(ObjectWriter out) {
        return out.put("id", id)
                .put("name", name)
                .put("description", description)
                .put("schema", schema);
    }

    /** Writes the metadata, if there are any, and closes the object. */
    RawJson close(ObjectWriter out) {
        return out.putIfThere("metadata", metadata).end();
    }
}
