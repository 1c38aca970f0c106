package dev.iii.sdk;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.json.JacksonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The field that the engine adds to the payload of a worker's call. */
final class CallerId {

    private static final String FIELD = "_caller_worker_id";

    private CallerId() {}

    static @Nullable String of(RawJson payload) {
        if (!payload.isObject()) {
            return null;
        }
        try {
            return JacksonCodec.INSTANCE
                    .mapper()
                    .readTree(payload.array(), payload.offset(), payload.length())
                    .path(FIELD)
                    .asString(null);
        } catch (JacksonException e) {
            return null;
        }
    }
}
