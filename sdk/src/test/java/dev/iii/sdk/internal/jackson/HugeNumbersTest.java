package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number with a large exponent or many digits is refused before it is converted, which would take minutes. */
@Timeout(60)
class HugeNumbersTest {

    record Of<T>(T n) {}

    record Text(@JsonFormat(shape = JsonFormat.Shape.STRING) BigInteger n) {}

    record Money(
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal n) {}

    record Any(@JsonFormat(shape = JsonFormat.Shape.STRING) Number n) {}

    private static final List<TypeRef<?>> NUMBERS =
            List.of(new TypeRef<Of<BigInteger>>() {}, new TypeRef<Of<BigDecimal>>() {});

    private static final List<TypeRef<?>> TEXTS =
            List.of(TypeRef.of(Text.class), TypeRef.of(Money.class), TypeRef.of(Any.class));

    private static void assertRefused(String json, TypeRef<?> type) {
        assertThatThrownBy(() -> Json.parse(json).as(type)).isInstanceOf(InvalidPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-30000000", "1e-2000000000", "1e400000000", "1e2147483647", "1e-100001"})
    void aLargeExponentIsRefused(String number) {
        NUMBERS.forEach(type -> assertRefused("{\"n\":" + number + "}", type));
        TEXTS.forEach(type -> assertRefused("{\"n\":\"" + number + "\"}", type));
        assertRefused("{\"" + number + "\":1}", new TypeRef<Map<BigDecimal, Integer>>() {});
    }

    @Test
    void manyDigitsAreRefused() {
        String digits = "9".repeat(10_000_000);
        TEXTS.forEach(type -> assertRefused("{\"n\":\"" + digits + "\"}", type));
        String key = "{\"" + "9".repeat(40_000) + "\":1}";
        assertRefused(key, new TypeRef<Map<BigDecimal, Integer>>() {});
        assertRefused(key, new TypeRef<Map<BigInteger, Integer>>() {});
    }

    @Test
    void aThousandDigitsAreRead() {
        String digits = "9".repeat(1000);
        assertThat(Json.parse("{\"n\":\"" + digits + "\"}").as(Text.class)).isEqualTo(new Text(new BigInteger(digits)));
        assertThat(Json.parse("{\"n\":\"-0." + "9".repeat(999) + "\"}").as(Money.class))
                .isEqualTo(new Money(new BigDecimal("-0." + "9".repeat(999))));
        assertThat(Json.parse("{\"1e3\":1}").as(new TypeRef<Map<BigDecimal, Integer>>() {}))
                .isEqualTo(Map.of(new BigDecimal("1e3"), 1));
    }

    @Test
    void aWrongStringIsNamedWithWhatItMustContain() {
        assertThatThrownBy(() -> Json.parse("{\"n\":\"1e-30000000\"}").as(Text.class))
                .hasMessage("n: expected an integer in a string (@JsonFormat), was another string");
        assertThatThrownBy(() -> Json.parse("{\"n\":5}").as(Text.class))
                .hasMessage("n: expected a string (@JsonFormat), was an integer");
    }

    @Test
    void aParameterOfARequestIsRefused() {
        for (Type type : List.of(NUMBERS.get(0).type(), NUMBERS.get(1).type())) {
            Map<String, String> parameters = Map.of("n", "1e-30000000", "m", "9".repeat(1_000_000));
            Map<String, RawJson> converted = JacksonCodec.INSTANCE.parameters(type, parameters, parameters);
            String json = "{\"n\":" + Objects.requireNonNull(converted.get("n")).text() + "}";
            assertRefused(json, TypeRef.of(type));
        }
    }

    @Test
    void whatCouldNotBeReadIsNotWritten() {
        BigDecimal large = new BigDecimal("1E+2147483647");
        BigInteger many = BigInteger.ONE.shiftLeft(4_000_000);
        for (Object value : List.of(new Of<>(large), new Of<>(many), List.of(many))) {
            assertThatThrownBy(() -> Json.of(value))
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageContaining("the engine keeps numbers as 64-bit integers or doubles");
        }
        for (Object value : List.of(new Text(many), new Money(large), new Any(large))) {
            assertThatThrownBy(() -> Json.of(value))
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageContaining("it has more than 1000 digits, or its exponent is beyond 100000");
        }
    }

    @Test
    void keysOfMapsFollowTheRulesOfNumbers() {
        for (String key : List.of("1e400", "-1e400", "NaN", "Infinity", "0x1p3", "1d")) {
            assertRefused("{\"" + key + "\":1}", new TypeRef<Map<Double, Integer>>() {});
            assertRefused("{\"" + key + "\":1}", new TypeRef<Map<Float, Integer>>() {});
        }
        for (String key : List.of("+1", "01", "-0", "1.0")) {
            assertRefused("{\"" + key + "\":1}", new TypeRef<Map<Long, Integer>>() {});
            assertRefused("{\"" + key + "\":1}", new TypeRef<Map<Integer, Integer>>() {});
            assertRefused("{\"" + key + "\":1}", new TypeRef<Map<Short, Integer>>() {});
            assertRefused("{\"" + key + "\":1}", new TypeRef<Map<Byte, Integer>>() {});
        }
        Map<Double, Integer> doubles = Map.of(1.5, 1, 1e300, 2, -0.001, 3);
        assertThat(Json.of(doubles).as(new TypeRef<Map<Double, Integer>>() {})).isEqualTo(doubles);
        Map<Long, Integer> longs = Map.of(Long.MAX_VALUE, 1, -5L, 2);
        assertThat(Json.of(longs).as(new TypeRef<Map<Long, Integer>>() {})).isEqualTo(longs);
    }
}
