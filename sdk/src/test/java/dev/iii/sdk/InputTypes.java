package dev.iii.sdk;

import dev.iii.sdk.internal.json.JacksonCodec;
import java.util.Objects;

/** Lets tests of other packages read payloads as a worker does. */
public final class InputTypes {

    private InputTypes() {}

    public static <T> T read(InputType<T> type, Json payload) {
        return Objects.requireNonNull(type.read(payload, JacksonCodec.INSTANCE));
    }

    public static String write(Object answer) {
        return Payloads.write(answer, JacksonCodec.INSTANCE).text();
    }
}
