package dev.iii.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.internal.jackson.JacksonCodec;
import dev.iii.sdk.internal.json.Payloads;
import java.util.Objects;

/** Lets tests of other packages read payloads as a worker does. */
public final class InputTypes {

    private InputTypes() {}

    public static <T> T read(InputType<T> type, Json payload) {
        return Objects.requireNonNull(type.read(payload));
    }

    /** Reads a payload. What was read is written so that it is read back equal: it may be the input of a call. */
    public static <T> T readBack(InputType<T> type, String payload) {
        T value = read(type, Json.parse(payload));
        assertThat(read(type, Json.parse(write(value)))).isEqualTo(value);
        return value;
    }

    public static String write(Object answer) {
        return Payloads.write(answer, JacksonCodec.INSTANCE).text();
    }
}
