package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that would reach another worker as another number, or as a string, are refused when they are written. */
class ExactNumbersTest {

    private static final String INEXACT =
            "the engine keeps numbers as 64-bit integers or doubles, which would change this"
                    + " number; write it as a string (@JsonFormat(shape = STRING))";
    private static final String NOT_A_NUMBER =
            "JSON has no NaN and no infinity; use null, or a string (@JsonFormat(shape = STRING))";

    record Money(BigDecimal amount) {}

    record Exact(
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount,
            @JsonFormat(shape = JsonFormat.Shape.STRING) Double ratio) {}

    record Average(double avg, Float of) {}

    private static void assertRefused(Object value, String path, String reason) {
        assertThatThrownBy(() -> Json.of(value))
                .isInstanceOfSatisfying(
                        InvalidPayloadException.class, e -> assertThat(e.path()).isEqualTo(path))
                .hasMessageStartingWith(path)
                .hasMessageEndingWith(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "1.10",
                "-123456789012.345",
                "0",
                "0.00",
                "1E+20",
                "1.5E-300",
                "9007199254740993",
                "9223372036854775807",
                "18446744073709551615",
                "-9223372036854775808",
                "12345678901234567.00",
                "1E+18"
            })
    void aDecimalThatTheEngineKeepsIsWritten(String number) {
        String written =
                Json.of(new Money(new BigDecimal(number))).field("amount").text();
        assertThat(new BigDecimal(written)).isEqualByComparingTo(number);
        assertThat(throughEngine(written)).isEqualByComparingTo(number);
    }

    /** Returns a number as the engine passes it on: a 64-bit integer or the shortest form of a double. */
    private static BigDecimal throughEngine(String written) {
        if (written.matches("-?[0-9]{1,20}")) {
            BigInteger integer = new BigInteger(written);
            if (integer.bitLength() < 64 || integer.signum() > 0 && integer.bitLength() == 64) {
                return new BigDecimal(integer);
            }
        }
        double number = Double.parseDouble(written);
        BigDecimal exact = new BigDecimal(number);
        return IntStream.rangeClosed(1, 17)
                .mapToObj(digits -> exact.round(new MathContext(digits)))
                .filter(shorter -> shorter.doubleValue() == number)
                .findFirst()
                .orElse(exact);
    }

    @Test
    void everyDecimalThatIsWrittenSurvivesTheEngine() {
        SplittableRandom random = new SplittableRandom(42);
        int written = 0;
        for (int i = 0; i < 20_000; i++) {
            BigInteger digits = new BigInteger(random.ints(1 + random.nextInt(25), 0, 10)
                    .mapToObj(Integer::toString)
                    .reduce("", String::concat));
            BigDecimal number = new BigDecimal(digits, random.nextInt(-5, 25));
            String json;
            try {
                json = Json.of(number).text();
            } catch (InvalidPayloadException e) {
                assertThat(number.stripTrailingZeros().precision())
                        .as(number.toString())
                        .isGreaterThan(15);
                continue;
            }
            written++;
            assertThat(throughEngine(json)).as(json).isEqualByComparingTo(number);
        }
        assertThat(written).isBetween(5_000, 19_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1234567890123456",
                "9007199254740993.5",
                "18446744073709551616",
                "1E+400",
                "1E-400",
                "123E+30000"
            })
    void aDecimalThatTheEngineChangesIsRefusedWithItsPath(String number) {
        BigDecimal inexact = new BigDecimal(number);
        if (inexact.precision() > 15 || Math.abs((double) inexact.scale()) > 300) {
            assertRefused(Map.of("lines", List.of(new Money(inexact))), "lines[0].amount", INEXACT);
        }
        Exact exact = new Exact(inexact, Double.NaN);
        assertThat(Json.parse(Json.of(exact).text()).as(Exact.class)).isEqualTo(exact);
    }

    @Test
    void anIntegerBeyond64BitsIsRefused() {
        assertRefused(Map.of("n", BigInteger.ONE.shiftLeft(64)), "n", INEXACT);
        assertRefused(List.of(BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE)), "[0]", INEXACT);
        assertThat(Json.of(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))
                        .text())
                .isEqualTo("18446744073709551615");
    }

    @Test
    void whatIsNotANumberIsRefusedWithItsPath() {
        assertRefused(new Average(Double.NaN, 1f), "avg", NOT_A_NUMBER);
        assertRefused(new Average(1, Float.POSITIVE_INFINITY), "of", NOT_A_NUMBER);
        assertRefused(Map.of("a", new double[] {1, Double.NEGATIVE_INFINITY}), "a", NOT_A_NUMBER);
        assertRefused(Map.of("a", OptionalDouble.of(Double.NaN)), "a", NOT_A_NUMBER);
        assertRefused(Map.of("a", List.of(1, Double.NaN)), "a[1]", NOT_A_NUMBER);
        assertRefused(Double.NaN, "", NOT_A_NUMBER);
    }

    @Test
    void jsonInsideAValueIsWrittenUnchanged() {
        Json json = Json.parse("{\"n\":[123456789012345678901234567890,1.10]}");
        assertThat(Json.of(Map.of("a", json)).text()).isEqualTo("{\"a\":" + json.text() + "}");
        assertThat(Json.of(Map.of("a", json)).as(new dev.iii.sdk.json.TypeRef<Map<String, Json>>() {}))
                .containsEntry("a", json);
    }
}
