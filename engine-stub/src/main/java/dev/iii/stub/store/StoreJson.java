package dev.iii.stub.store;

import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Converts results of a store to JSON. */
public final class StoreJson {

    private static final byte[] OLD_VALUE = "{\"old_value\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW_VALUE = ",\"new_value\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERRORS = ",\"errors\":[".getBytes(StandardCharsets.US_ASCII);

    private StoreJson() {}

    /** Returns {@code {"old_value":…,"new_value":…}}, with {@code errors} if there are any. */
    public static RawJson toJson(KeyValueStore.Change change) {
        RawJson old = change.oldValue();
        JsonBuffer out = new JsonBuffer();
        out.raw(OLD_VALUE).raw(old == null ? RawJson.NULL : old);
        out.raw(NEW_VALUE).raw(change.newValue());
        if (!change.errors().isEmpty()) {
            out.raw(ERRORS);
            for (int i = 0; i < change.errors().size(); i++) {
                if (i > 0) {
                    out.raw(',');
                }
                write(out, change.errors().get(i));
            }
            out.raw(']');
        }
        return RawJson.wrap(out.raw('}').toByteArray());
    }

    private static void write(JsonBuffer out, UpdateError error) {
        out.raw('{')
                .string("op_index")
                .raw(':')
                .raw(Integer.toString(error.opIndex()).getBytes(StandardCharsets.US_ASCII));
        out.raw(',').string("code").raw(':').string(error.code());
        out.raw(',').string("message").raw(':').string(error.message());
        out.raw(',').string("doc_url").raw(':').string(UpdateError.DOC_URL).raw('}');
    }

    /** Returns a JSON array of the values. */
    public static RawJson array(List<RawJson> values) {
        JsonBuffer out = new JsonBuffer();
        out.raw('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.raw(values.get(i));
        }
        return RawJson.wrap(out.raw(']').toByteArray());
    }

    /** Returns {@code {"groups":[…]}}. */
    public static RawJson groups(List<String> groups) {
        JsonBuffer out = new JsonBuffer();
        out.raw('{').string("groups").raw(':').raw('[');
        for (int i = 0; i < groups.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.string(groups.get(i));
        }
        return RawJson.wrap(out.raw(']').raw('}').toByteArray());
    }
}
