package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of {@code @JsonFormat}: one with which a value would be lost is refused when the function is registered. */
@SuppressWarnings({"unused", "JavaUtilDate"}) // Jackson uses the members.
class PatternsTest {

    record DateTimeWithoutTime(
            @JsonFormat(pattern = "yyyy-MM-dd") LocalDateTime a) {}

    record DateTimeWithoutDate(
            @JsonFormat(pattern = "HH:mm:ss") LocalDateTime a) {}

    record HalfOfTheDayIsMissing(
            @JsonFormat(pattern = "yyyy-MM-dd hh:mm:ss") LocalDateTime a) {}

    record CenturyIsMissing(
            @JsonFormat(pattern = "dd.MM.yy") LocalDate a) {}

    record WeekYear(@JsonFormat(pattern = "YYYY-MM-dd") LocalDate a) {}

    record DayIsMissing(@JsonFormat(pattern = "yyyy-MM") LocalDate a) {}

    record TimeOfADate(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm") LocalDate a) {}

    record DateOfATime(@JsonFormat(pattern = "yyyy-MM-dd") LocalTime a) {}

    record ZoneIsMissing(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss") ZonedDateTime a) {}

    record OnlyTheOffsetOfAZone(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ssXXX") ZonedDateTime a) {}

    record ZoneIsAnother(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss", timezone = "UTC")
            ZonedDateTime a) {}

    record OffsetIsMissing(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss") OffsetDateTime a) {}

    record OffsetOfATimeIsMissing(
            @JsonFormat(pattern = "HH:mm:ss") OffsetTime a) {}

    record InstantWithoutZone(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss") Instant a) {}

    record YearOfTwoDigits(@JsonFormat(pattern = "yy") Year a) {}

    record YearOfAMonthIsMissing(@JsonFormat(pattern = "MM") YearMonth a) {}

    record MonthIsMissing(@JsonFormat(pattern = "dd") MonthDay a) {}

    record MonthOfADateIsMissing(
            @JsonFormat(pattern = "yyyy") Date a) {}

    record InAList(@JsonFormat(pattern = "yyyy-MM-dd") List<LocalDateTime> a) {}

    record InAnOptional(@JsonFormat(pattern = "yyyy-MM-dd") Optional<LocalDateTime> a) {}

    record InAMap(@JsonFormat(pattern = "yyyy-MM-dd") Map<String, LocalDateTime> a) {}

    static final class Bean {
        @JsonFormat(pattern = "yyyy-MM-dd")
        public LocalDateTime a = LocalDateTime.MIN;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                DateTimeWithoutTime.class,
                DateTimeWithoutDate.class,
                HalfOfTheDayIsMissing.class,
                CenturyIsMissing.class,
                WeekYear.class,
                DayIsMissing.class,
                TimeOfADate.class,
                DateOfATime.class,
                ZoneIsMissing.class,
                OnlyTheOffsetOfAZone.class,
                ZoneIsAnother.class,
                OffsetIsMissing.class,
                OffsetOfATimeIsMissing.class,
                InstantWithoutZone.class,
                YearOfTwoDigits.class,
                YearOfAMonthIsMissing.class,
                MonthIsMissing.class,
                MonthOfADateIsMissing.class,
                InAList.class,
                InAnOptional.class,
                InAMap.class,
                Bean.class
            })
    void aPatternWithWhichAValueIsLostIsRefused(Class<?> type) {
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireReadable(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(type.getSimpleName() + ".a: the pattern ")
                .hasMessageContaining(" (@JsonFormat) does not fit ")
                .hasMessageEndingWith("; use a pattern with all its parts, or another type");
    }

    record Complete(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss.SSSSSSSSS")
            LocalDateTime a,

            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate b,
            @JsonFormat(pattern = "HHmmss.SSSSSSSSS") LocalTime c,

            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss.SSSSSSSSS VV")
            ZonedDateTime d,

            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss.SSSSSSSSSXXX")
            OffsetDateTime e,

            @JsonFormat(pattern = "HH:mm:ss.SSSSSSSSSXXX") OffsetTime f,

            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss.SSSSSSSSS", timezone = "Europe/Vienna")
            Instant g,

            @JsonFormat(pattern = "MM/yyyy") YearMonth h,
            @JsonFormat(pattern = "dd.MM.") MonthDay i,
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss.SSS") Date j,
            @JsonFormat(pattern = "d.M.yyyy") List<LocalDate> k,
            @JsonFormat(pattern = "d.M.yyyy") Optional<LocalDate> l,
            @JsonFormat(pattern = "d.M.yyyy") Map<String, LocalDate> m) {}

    /** A pattern may omit the smaller parts of a time. */
    record Shorter(
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime a,
            @JsonFormat(pattern = "HH:mm") LocalTime b,
            @JsonFormat(pattern = "yyyy-MM-dd HH:mmXXX") OffsetDateTime c,
            @JsonFormat(pattern = "yyyy-MM-dd") Date d) {}

    static List<Record> values() {
        LocalDateTime time = LocalDateTime.of(1987, 6, 5, 4, 3, 2, 123_456_789);
        ZoneOffset offset = ZoneOffset.ofHours(-3);
        LocalDateTime minutes = LocalDateTime.of(1987, 6, 5, 4, 3);
        return List.of(
                new Complete(
                        time,
                        time.toLocalDate(),
                        time.toLocalTime(),
                        time.atZone(ZoneId.of("America/Lima")),
                        time.atOffset(offset),
                        time.atOffset(offset).toOffsetTime(),
                        time.toInstant(offset),
                        YearMonth.from(time),
                        MonthDay.from(time),
                        new Date(987_654_321_012L),
                        List.of(time.toLocalDate()),
                        Optional.of(time.toLocalDate()),
                        Map.of("x", time.toLocalDate())),
                new Shorter(minutes, minutes.toLocalTime(), minutes.atOffset(offset), new Date(86_400_000L * 400)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aPatternWithAllPartsIsReadBackEqual(Record value) {
        JacksonCodec.INSTANCE.requireReadable(value.getClass());
        JacksonCodec.INSTANCE.requireWritable(value.getClass());
        assertThat(Json.parse(Json.of(value).text()).as(value.getClass())).isEqualTo(value);
    }
}
