package dev.iii.stub.configuration;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * A registered configuration.
 *
 * @param id names it
 * @param name what people call it
 * @param description what it is for
 * @param schema the JSON Schema of its values; JSON null for none
 * @param value the value with its placeholders; JSON null for none
 * @param metadata any JSON that was registered with it
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

    /** All of it. */
    RawJson toJson() {
        JsonBuffer out = open();
        out.raw(',').string("value").raw(':').raw(value);
        return close(out);
    }

    /** All of it but the value. */
    RawJson view() {
        return close(open());
    }

    private JsonBuffer open() {
        JsonBuffer out = new JsonBuffer();
        out.raw('{');
        return describe(out);
    }

    /** Writes what is known about it, without the value. */
    JsonBuffer describe(JsonBuffer out) {
        out.string("id").raw(':').string(id);
        out.raw(',').string("name").raw(':').string(name);
        out.raw(',').string("description").raw(':').string(description);
        return out.raw(',').string("schema").raw(':').raw(schema);
    }

    /** Writes the metadata, if there are any, and the end of the object. */
    RawJson close(JsonBuffer out) {
        if (metadata != null) {
            out.raw(',').string("metadata").raw(':').raw(metadata);
        }
        return RawJson.wrap(out.raw('}').toByteArray());
    }
}
