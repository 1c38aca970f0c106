package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of a date or a time names itself in the message about a value that does not fit, and where the value is. */
class TimeMismatchesTest {

    record Of<T>(T value) {}

    private static final List<TypeRef<? extends Of<?>>> TYPES = List.of(
            new TypeRef<Of<Instant>>() {},
            new TypeRef<Of<OffsetDateTime>>() {},
            new TypeRef<Of<ZonedDateTime>>() {},
            new TypeRef<Of<LocalDateTime>>() {},
            new TypeRef<Of<LocalDate>>() {},
            new TypeRef<Of<LocalTime>>() {},
            new TypeRef<Of<OffsetTime>>() {},
            new TypeRef<Of<Year>>() {},
            new TypeRef<Of<YearMonth>>() {},
            new TypeRef<Of<Month>>() {},
            new TypeRef<Of<MonthDay>>() {},
            new TypeRef<Of<Duration>>() {},
            new TypeRef<Of<Period>>() {},
            new TypeRef<Of<ZoneId>>() {},
            new TypeRef<Of<ZoneOffset>>() {},
            new TypeRef<Of<TimeZone>>() {},
            new TypeRef<Of<Date>>() {});

    private static final List<String> VALUES = List.of(
            "1e9",
            "1e400",
            "1e-400",
            "1.5",
            "-1.5",
            "1000000000",
            "-1000000000",
            "99999999999999999999",
            "2147483648.0",
            "\"\"",
            "\" \"",
            "\"secret\"",
            "\"99999999999999999999\"",
            "\"PT99999999999999999999S\"",
            "\"2026-13-32\"",
            "true",
            "{}",
            "[]",
            "[1,2]");

    static Stream<Arguments> wrong() {
        return TYPES.stream().flatMap(type -> VALUES.stream().map(value -> Arguments.of(type, value)));
    }

    private static String nameOf(TypeRef<?> type) {
        return JacksonCodec.INSTANCE.expected(
                ((java.lang.reflect.ParameterizedType) type.type()).getActualTypeArguments()[0]);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrong")
    void theMessageNamesThePlaceAndTheType(TypeRef<? extends Of<?>> type, String value) {
        String expected = nameOf(type);
        assertThat(expected).doesNotStartWith("an object").doesNotStartWith("a value");
        assertThatThrownBy(() -> Json.parse("{\"value\":" + value + "}").as(type))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageMatching("value: expected \\Q" + expected + "\\E, was (out of range|a|an|another)\\b.*")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrong")
    void aValueAloneHasTheSameMessage(TypeRef<? extends Of<?>> type, String value) {
        TypeRef<?> alone = TypeRef.of(((java.lang.reflect.ParameterizedType) type.type()).getActualTypeArguments()[0]);
        assertThatThrownBy(() -> Json.parse(value).as(alone))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageStartingWith("expected " + nameOf(type) + ", was ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "13", "13.0", "-1", "1e2"})
    void aNumberThatIsNoMonthIsOutOfRange(String number) {
        assertThatThrownBy(() -> Json.parse(number).as(Month.class))
                .hasMessage("expected a month from 1 to 12, was out of range");
    }
}
