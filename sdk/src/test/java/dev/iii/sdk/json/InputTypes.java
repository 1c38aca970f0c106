package dev.iii.sdk.json;

import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.Payloads;
import java.util.Objects;

/** Lets tests of other packages read payloads as a worker does. */
public final class InputTypes {

    private InputTypes() {}

    public static <T> T read(InputType<T> type, Json payload) {
        return Objects.requireNonNull(type.read(payload));
    }

    public static String write(Object answer) {
        return Payloads.write(answer, JacksonCodec.INSTANCE).text();
    }
}
