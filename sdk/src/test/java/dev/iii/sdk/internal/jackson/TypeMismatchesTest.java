package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit is told with its place, what was expected and what kind of JSON stood there; never with the value. */
class TypeMismatchesTest {

    record Positive(int value) {
        Positive {
            if (value < 1) {
                throw new IllegalArgumentException("value must be at least 1");
            }
        }
    }

    record Parsed(String value) {
        Parsed {
            UUID.fromString(value);
        }
    }

    interface Unreadable {}

    enum Many {
        A,
        B,
        C,
        D,
        E,
        F,
        G,
        H,
        I,
        J,
        K
    }

    private static Arguments misfit(Type type, String json, String message) {
        return Arguments.of(json.replace('\'', '"'), type, message);
    }

    static Stream<Arguments> misfits() {
        Type lines = new TypeRef<Map<String, List<ReadTypes.Line>>>() {}.type();
        return Stream.of(
                misfit(int.class, "'secret'", "expected an integer, was a string"),
                misfit(int.class, "{}", "expected an integer, was an object"),
                misfit(int.class, "1.5", "expected an integer, was a number with a fraction"),
                misfit(int.class, "2147483648", "expected an integer (int), was out of range"),
                misfit(long.class, "9223372036854775808", "expected an integer (long), was out of range"),
                misfit(int.class, "'2'", "expected an integer, was a string"),
                misfit(String.class, "17", "expected a string, was an integer"),
                misfit(String.class, "true", "expected a string, was a boolean"),
                misfit(boolean.class, "1", "expected true or false, was an integer"),
                misfit(boolean.class, "'true'", "expected true or false, was a string"),
                misfit(char.class, "65", "expected a string of one character, was an integer"),
                misfit(double.class, "'NaN'", "expected a number, was a string"),
                misfit(double.class, "1e400", "expected a number (double), was out of range"),
                misfit(float.class, "1e39", "expected a number (float), was out of range"),
                misfit(Object.class, "1e400", "expected a number (double), was out of range"),
                misfit(double[].class, "[1,1e400]", "[1]: expected a number (double), was out of range"),
                misfit(int[].class, "[1,2.5]", "[1]: expected an integer, was a number with a fraction"),
                misfit(int[].class, "[1,null]", "[1]: null; expected an integer"),
                misfit(int[].class, "[1,3000000000]", "[1]: expected an integer (int), was out of range"),
                misfit(
                        Instant.class,
                        "1767225600000",
                        "expected a date-time such as 2026-01-31T12:00:00Z, was an integer"),
                misfit(
                        Instant.class,
                        "'1767225600'",
                        "expected a date-time such as 2026-01-31T12:00:00Z, was another string"),
                misfit(LocalDate.class, "20000", "expected a date such as 2026-01-31, was an integer"),
                misfit(
                        LocalDate.class,
                        "'2026-01-31T12:00:00Z'",
                        "expected a date such as 2026-01-31, was another string"),
                misfit(Duration.class, "30", "expected a duration such as PT30S, was an integer"),
                misfit(byte.class, "256", "expected an integer (byte), was out of range"),
                misfit(Double.class, "'secret'", "expected a number, was a string"),
                misfit(boolean.class, "'secret'", "expected true or false, was a string"),
                misfit(String.class, "{}", "expected a string, was an object"),
                misfit(
                        lines,
                        "{'a':[{'sku':'A','quantity':1},{'sku':[],'quantity':1}]}",
                        "a[1].sku: expected a string, was an array"),
                misfit(lines, "{'a':5}", "a: expected an array, was an integer"),
                misfit(lines, "{'a':['secret']}", "a[0]: expected an object (Line), was a string"),
                misfit(ReadTypes.Line.class, "[]", "expected an object (Line), was an array"),
                misfit(ReadTypes.Line.class, "true", "expected an object (Line), was a boolean"),
                misfit(ReadTypes.Line.class, "{'quantity':1}", "sku: missing; expected a string"),
                misfit(ReadTypes.Line.class, "{'sku':'A','quantity':null}", "quantity: null; expected an integer"),
                misfit(ReadTypes.Size.class, "'secret'", "expected one of SMALL, big, was another string"),
                misfit(ReadTypes.Size.class, "0", "expected one of SMALL, big, was an integer"),
                misfit(Many.class, "'secret'", "expected one of A, B, C, D, E, F, G, H, I, J, …, was another string"),
                misfit(
                        new TypeRef<Map<ReadTypes.Size, Integer>>() {}.type(),
                        "{'secret':1}",
                        "expected each key to be one of SMALL, big"),
                misfit(
                        new TypeRef<Map<Integer, Integer>>() {}.type(),
                        "{'secret':1}",
                        "expected each key to be an integer"),
                misfit(
                        ReadTypes.Payment.class,
                        "{'kind':'secret'}",
                        "kind: expected one of Card, Cash, was another string"),
                misfit(ReadTypes.Payment.class, "{'kind':7}", "kind: expected one of Card, Cash, was an integer"),
                misfit(ReadTypes.Payment.class, "{'number':'1'}", "kind: missing; expected one of Card, Cash"),
                misfit(
                        ReadTypes.Paid.class,
                        "{'by':{'kind':'Cash','cents':1},'more':[{'kind':'secret'}]}",
                        "more[0].kind: expected one of Card, Cash, was another string"),
                misfit(ReadTypes.Payment.class, "'secret'", "expected an object (Payment), was a string"),
                misfit(
                        ReadTypes.Dates.class,
                        "{'a':'secret'}",
                        "a: expected a date-time such as 2026-01-31T12:00:00Z, was another string"),
                misfit(ReadTypes.Dates.class, "{'b':{}}", "b: expected a date such as 2026-01-31, was an object"),
                misfit(
                        UUID.class,
                        "'secret'",
                        "expected a UUID such as 123e4567-e89b-12d3-a456-426614174000, was another string"),
                misfit(
                        new TypeRef<Optional<ReadTypes.Line>>() {}.type(),
                        "'secret'",
                        "expected an object (Line), was a string"),
                misfit(ReadTypes.Wrapped.class, "{'sku':{}}", "sku: expected a string, was an object"),
                misfit(Positive.class, "{'value':0}", "rejected by Positive: value must be at least 1"),
                misfit(Parsed.class, "{'value':'secret'}", "rejected by Parsed"),
                misfit(
                        Unreadable.class,
                        "{}",
                        "Unreadable cannot be read from JSON; it needs a constructor for its fields, or "
                                + "@JsonTypeInfo if it has subtypes"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("misfits")
    void areToldInWordsForPeople(String json, Type type, String message) {
        assertThatThrownBy(() -> Json.parse(json).as(TypeRef.of(type)))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessage(message)
                .satisfies(e -> assertThat(message).startsWith(((InvalidPayloadException) e).path()));
    }

    record Whole(int i, Integer boxed, long l, short s, byte b) {}

    @Test
    void aNumberWithoutAFractionIsAnIntegerHoweverItIsWritten() {
        assertThat(Json.parse("{\"i\":2.0,\"boxed\":1e2,\"l\":-9.0e18,\"s\":3.00,\"b\":0.0}")
                        .as(Whole.class))
                .isEqualTo(new Whole(2, 100, -9_000_000_000_000_000_000L, (short) 3, (byte) 0));
        assertThat(Json.parse("[1.0,2]").as(new TypeRef<List<Long>>() {})).containsExactly(1L, 2L);
        assertThat(Json.parse("[1.0,1e2]").as(int[].class)).containsExactly(1, 100);
        assertThat(Json.parse("2.0").as(OptionalInt.class)).hasValue(2);
        assertThat(Json.parse("1e20").as(BigInteger.class)).isEqualTo(BigInteger.TEN.pow(20));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                int.class,
                Integer.class,
                long.class,
                Long.class,
                short.class,
                Short.class,
                byte.class,
                Byte.class,
                OptionalInt.class,
                OptionalLong.class,
                AtomicInteger.class,
                AtomicLong.class,
                Year.class,
                int[].class,
                long[].class,
                short[].class
            })
    void aWholeNumberThatIsTooLargeIsNotCalledAFraction(Class<?> type) {
        String pattern = type.isArray() ? "[%s]" : "%s";
        for (String number :
                List.of("1.0E20", "1e400", "-1e400", "1e400000000", "100000000000000000000.0", "1" + "0".repeat(30))) {
            assertThatThrownBy(() -> Json.parse(pattern.formatted(number)).as(type))
                    .as(number)
                    .hasMessageEndingWith("was out of range");
        }
        for (String number : List.of("2.5", "1e-1", "-0.5", "1e-400000000", "1.5e0")) {
            assertThatThrownBy(() -> Json.parse(pattern.formatted(number)).as(type))
                    .as(number)
                    .hasMessageEndingWith("was a number with a fraction");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,true",
        "-0,true",
        "0.000,true",
        "1.0E10,true",
        "1.5,false",
        "1.5e1,true",
        "1.25e1,false",
        "10e-1,true",
        "15e-1,false",
        "100.0e-2,true",
        "1e99999999999999999999,true",
        "1e-99999999999999999999,false",
        "0e-99999999999999999999,true"
    })
    void aNumberIsAnIntegerIfItHasNoFraction(String number, boolean isInteger) {
        assertThat(Kind.isInteger(number)).isEqualTo(isInteger);
    }

    @Test
    void textThatIsNoJsonIsToldWithItsPlace() {
        byte[] text = "{\"sku\":\"A\",\n\"quantity\":secret}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.read(text, 0, text.length, ReadTypes.Line.class))
                .isInstanceOf(JsonCodecException.class)
                .hasMessageMatching("(quantity: )?not valid JSON, line 2, column \\d+");
    }
}
