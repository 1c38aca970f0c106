package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.json.EndlessValues;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SDK reads and writes without databind equals what it reads and writes with it. */
class PlainCodecTest {

    static Stream<Object> plain() {
        return Stream.of(
                "",
                "a \"b\" \\ \n \u0001 \u00fc \ud83d\ude00",
                0,
                -1,
                Long.MAX_VALUE,
                1.5,
                1e300,
                true,
                false,
                List.of(),
                Map.of(),
                Map.of("a", List.of(1, "b", Map.of("c", true))),
                Arrays.asList(1, null));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void plainValuesAreWrittenAsWithDatabind(Object value) {
        assertThat(PlainCodec.write(value, new JsonOutput())).isEqualTo(JacksonCodec.INSTANCE.write(value));
    }

    static Stream<Object> others() {
        return Stream.of(new int[0], Double.NaN, Map.of(1, 2), List.of(new Object()), new java.math.BigDecimal("1.0"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherValuesAreLeftToTheCodec(Object value) {
        assertThat(PlainCodec.write(value, new JsonOutput())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection as the whole value", "map as the whole value", "lists"})
    void aCollectionThatNeverEndsIsRefused(String name) {
        EndlessValues endless = new EndlessValues();
        Object value = Objects.requireNonNull(endless.all().get(name));
        assertThatThrownBy(() -> PlainCodec.write(value, new JsonOutput(50_000)))
                .isInstanceOf(JsonCodecException.class)
                .hasMessageContaining("more than the maximum of 50000");
        assertThat(endless.produced()).isBetween(1, 50_000);
    }

    @Test
    void aCollectionThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> PlainCodec.write(list, new JsonOutput()))
                .isInstanceOf(JsonCodecException.class)
                .hasMessage("it is nested too deeply, or contains itself");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\\u00fc\\n\"",
                "\"\"",
                "1",
                "-7",
                "9223372036854775807",
                "true",
                "false",
                "null",
                "1.5",
                "92233720368547758070",
                "[]",
                "{}"
            })
    void plainValuesAreReadAsWithDatabind(String text) {
        byte[] json = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        int length = json.length - 4;
        for (Class<?> type : List.of(String.class, Long.class, Integer.class, Boolean.class)) {
            Object expected;
            try {
                expected = JacksonCodec.INSTANCE.read(json, 2, length, type);
            } catch (dev.iii.sdk.json.JsonCodecException e) {
                expected = null;
            }
            assertThat(PlainCodec.read(json, 2, length, type))
                    .as(type.getName())
                    .isEqualTo(expected);
        }
        assertThat(PlainCodec.read(json, 2, length, Object.class)).isNull();
    }
}
