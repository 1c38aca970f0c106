package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "1E+18",
                "0.30000000000000004",
                "0.1234567890123456",
                "0.7999999999999999",
                "-1.2345678901234567",
                "18446744073709552000",
                "5E-324"
            })
    void aDecimalThatTheEngineKeepsIsWritten(String number) {
        String written =
                Json.of(new Money(new BigDecimal(number))).field("amount").text();
        assertThat(new BigDecimal(written)).isEqualByComparingTo(number);
        assertThat(throughEngine(written)).isEqualByComparingTo(number);
    }

    /** Returns a number as the engine passes it on: a 64-bit integer, or the shortest form of the double that it reads. */
    private static BigDecimal throughEngine(String written) {
        if (written.matches("-?[0-9]{1,20}")) {
            BigInteger integer = new BigInteger(written);
            if (integer.bitLength() < 64 || integer.signum() > 0 && integer.bitLength() == 64) {
                return new BigDecimal(integer);
            }
        }
        double number = readByEngine(written);
        assertThat(number).as(written).isFinite();
        return shortest(number);
    }

    private static BigDecimal shortest(double number) {
        if (number == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal exact = new BigDecimal(number);
        return IntStream.rangeClosed(1, 17)
                .boxed()
                .flatMap(digits -> Stream.of(RoundingMode.HALF_EVEN, RoundingMode.UP)
                        .map(rounding -> exact.round(new MathContext(digits, rounding))))
                .filter(shorter -> shorter.doubleValue() == number)
                .findFirst()
                .orElseThrow();
    }

    /** Reads the digits one by one, as the engine does. The result is not always the nearest double. */
    private static double readByEngine(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split("e", 2);
        int exponent = parts.length == 2 ? Integer.parseInt(parts[1]) : 0;
        BigInteger significand = BigInteger.ZERO;
        boolean full = false;
        boolean point = false;
        for (char c : parts[0].toCharArray()) {
            if (c == '.') {
                point = true;
            } else if (c != '-') {
                BigInteger next = significand.multiply(BigInteger.TEN).add(BigInteger.valueOf(c - '0'));
                full |= next.bitLength() > 64;
                significand = full ? significand : next;
                exponent += point == full ? 0 : full ? 1 : -1;
            }
        }
        double value = significand.doubleValue();
        while (exponent < -308) {
            value /= 1e308;
            exponent += 308;
        }
        double power = Double.parseDouble("1e" + Math.abs(exponent));
        double read = exponent < 0 ? value / power : value * power;
        return parts[0].startsWith("-") ? -read : read;
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

    private static double random(SplittableRandom random, int kind) {
        return switch (kind) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextDouble();
            case 2 -> (random.nextDouble() - 0.5) * 1e6;
            default ->
                random.nextInt(100_000) / 100.0 * (1 + random.nextInt(30) / 100.0) + random.nextInt(1_000) / 1000.0;
        };
    }

    /**
     * Whatever a worker has sent as a double can be sent again as the decimal that has arrived. There are exceptions among very
     * small and very large numbers, because the engine does not read every number exactly.
     */
    @ParameterizedTest
    @CsvSource({"0, 9850", "1, 10000", "2, 10000", "3, 10000"})
    void aDecimalThatHasArrivedIsWrittenAgain(int kind, int least) {
        SplittableRandom random = new SplittableRandom(7);
        int written = 0;
        for (int i = 0; i < 10_000; i++) {
            double number = random(random, kind);
            BigDecimal received =
                    throughEngine(Double.isFinite(number) ? shortest(number).toString() : "0");
            written += isWritten(received) ? 1 : 0;
        }
        assertThat(written).isGreaterThanOrEqualTo(least);
    }

    /** The shortest form of a double that was calculated here. */
    @ParameterizedTest
    @CsvSource({"0, 9500", "1, 9900", "2, 9900", "3, 9500"})
    void almostEveryDoubleIsWrittenAsADecimal(int kind, int least) {
        SplittableRandom random = new SplittableRandom(8);
        int written = 0;
        for (int i = 0; i < 10_000; i++) {
            double number = random(random, kind);
            written += isWritten(Double.isFinite(number) ? shortest(number) : BigDecimal.ZERO) ? 1 : 0;
        }
        assertThat(written).isGreaterThanOrEqualTo(least);
    }

    /** Returns {@code true} if the number can be written; then it is not changed by its text and not by the engine. */
    private static boolean isWritten(BigDecimal number) {
        String json;
        try {
            json = Json.of(number).text();
        } catch (InvalidPayloadException e) {
            return false;
        }
        assertThat(new BigDecimal(json)).isEqualByComparingTo(number);
        assertThat(throughEngine(json)).as(json).isEqualByComparingTo(number);
        return true;
    }

    @Test
    void shortNumbersAreWrittenUnchanged() {
        for (String number : List.of("0.1", "1.10", "-123456789012.345", "0.00", "19.99", "1E+20", "1000000")) {
            assertThat(new BigDecimal(Json.of(new BigDecimal(number)).text())).isEqualTo(new BigDecimal(number));
        }
    }

    @Test
    void anIntegerBeyond64BitsIsWrittenIfADoubleKeepsIt() {
        int written = 0;
        for (int power = 19; power <= 305; power++) {
            BigInteger integer = BigInteger.TEN.pow(power).multiply(BigInteger.valueOf(power));
            try {
                String json = Json.of(integer).text();
                assertThat(new BigDecimal(json)).isEqualByComparingTo(new BigDecimal(integer));
                assertThat(throughEngine(json)).as(json).isEqualByComparingTo(new BigDecimal(integer));
                written++;
            } catch (InvalidPayloadException e) {
                assertThat(power).isGreaterThan(22);
            }
        }
        assertThat(written).isGreaterThan(250);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.12345678901234567",
                "9007199254740993.5",
                "0.300000000000000041",
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
