package dev.iii.stub.store;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.ObjectWriter;

/** Converts changes of a store to JSON. */
public final class StoreJson {

    private StoreJson() {}

    /** Returns {@code {"old_value":…,"new_value":…}}, with {@code errors} if there are any. */
    public static RawJson toJson(KeyValueStore.Change change) {
        ObjectWriter out =
                new ObjectWriter().putOrNull("old_value", change.oldValue()).put("new_value", change.newValue());
        if (!change.errors().isEmpty()) {
            out.put("errors", change.errors().stream().map(StoreJson::toJson).toList());
        }
        return out.end();
    }

    private static RawJson toJson(UpdateError error) {
        return new ObjectWriter()
                .put("op_index", error.opIndex())
                .put("code", error.code())
                .put("message", error.message())
                .put("doc_url", UpdateError.DOC_URL)
                .end();
    }
}
