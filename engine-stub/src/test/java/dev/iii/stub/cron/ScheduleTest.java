package dev.iii.stub.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    /** A Monday. */
    private static final Instant NOW = Instant.parse("2026-11-23T06:33:00.500Z");

    private static List<String> times(String expression, Instant from, int count) {
        Schedule schedule = Schedule.parse(expression);
        List<String> times = new ArrayList<>();
        Instant last = from;
        for (int i = 0; i < count; i++) {
            Instant next = schedule.next(last);
            if (next == null) {
                break;
            }
            times.add(next.toString());
            last = next;
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    * * * * * *               | 2026-11-23T06:33:01Z
                    */1 * * * * * *           | 2026-11-23T06:33:01Z
                    0 * * * * *               | 2026-11-23T06:34:00Z
                    5/15 * * * * *            | 2026-11-23T06:33:05Z
                    0-10/5 * * * * *          | 2026-11-23T06:33:05Z
                    0,30 * * * * *            | 2026-11-23T06:33:30Z
                    0 0 12 * * 1              | 2026-11-29T12:00:00Z
                    0 0 12 * * 7              | 2026-11-28T12:00:00Z
                    0 0 12 ? * SUN            | 2026-11-29T12:00:00Z
                    0 0 12 ? * sunday         | 2026-11-29T12:00:00Z
                    0 0 12 * * Mon-Fri        | 2026-11-23T12:00:00Z
                    0 0 12 * * tues,Thurs     | 2026-11-24T12:00:00Z
                    0 0 0 1 January *         | 2027-01-01T00:00:00Z
                    0 0 0 1 jan-March/2 ?     | 2027-01-01T00:00:00Z
                    0 0 0 13 * FRI            | 2027-08-13T00:00:00Z
                    0 0 0 29 2 *              | 2028-02-29T00:00:00Z
                    0 0 0 29 2 SUN            | 2032-02-29T00:00:00Z
                    0 0 0 1 1 * 2030-2032     | 2030-01-01T00:00:00Z
                    59 59 23 31 12 * 2100     | 2100-12-31T23:59:59Z
                    @yearly                   | 2027-01-01T00:00:00Z
                    @monthly                  | 2026-12-01T00:00:00Z
                    @weekly                   | 2026-11-29T00:00:00Z
                    @daily                    | 2026-11-24T00:00:00Z
                    @hourly                   | 2026-11-23T07:00:00Z
                    """)
    void nextTimeIsTheFirstThatMatchesEveryField(String expression, Instant next) {
        assertThat(Schedule.parse(expression).next(NOW)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "* * * * * MON/2",
                "* * * * *",
                "* * * * * * * *",
                "60 * * * * *",
                "* * 24 * * *",
                "* * * 0 * *",
                "* * * 32 * *",
                "* * * * 13 *",
                "* * * * * 0",
                "* * * * * 8",
                "* * * * * * 1969",
                "* * * * * * 2101",
                "*/0 * * * * *",
                "*/60 * * * * *",
                "-1 * * * * *",
                "1- * * * * *",
                ", * * * * *",
                "* * * L * *",
                "* * * W * *",
                "* * * * * MON#1",
                "* * * * * 5L",
                "* * * * foo *",
                "* * * * * foo",
                "MON * * * * *",
                "? * * * * *",
                "* * * * * FRI-MON",
                "* * 22-2 * * *",
                "@never",
                "@daily * * * * *",
                "99999999999999999999 * * * * *",
                "* * * * * *\u0000",
            })
    void expressionsThatTheRealEngineRejectsAreRefused(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse(expression));
    }

    @Test
    void expressionMayHaveALastTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.parse("* * * * * " + "1,".repeat(1000) + "1"))
                .withMessage("it is longer than 1000 characters");
    }

    @Test
    void leapDaysComeEveryFourYearsUntilTheLastYear() {
        assertThat(times("0 0 0 29 2 *", NOW, 100))
                .startsWith("2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z")
                .endsWith("2096-02-29T00:00:00Z")
                .hasSize(18);
    }

    @Test
    void impossibleDayHasNoNextTime() {
        for (String expression :
                List.of("0 0 0 30 2 *", "0 0 0 31 4,6,9,11 *", "0 0 0 1 1 * 2020", "0 0 0 29 2 * 2027")) {
            assertThat(Schedule.parse(expression).next(NOW)).as(expression).isNull();
        }
        assertThat(Schedule.parse("* * * * * *").next(Instant.parse("2100-12-31T23:59:59Z")))
                .isNull();
    }

    @Test
    void hoursOfSummerTimeAreHoursLikeOthers() {
        assertThat(times("0 30 * * * *", Instant.parse("2027-03-28T00:00:00Z"), 4))
                .containsExactly(
                        "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z", "2027-03-28T02:30:00Z", "2027-03-28T03:30:00Z");
        assertThat(times("0 30 1,2 * * *", Instant.parse("2027-10-31T00:00:00Z"), 3))
                .containsExactly("2027-10-31T01:30:00Z", "2027-10-31T02:30:00Z", "2027-11-01T01:30:00Z");
    }

    @Test
    void stepsRestartEveryMinute() {
        assertThat(times("*/25 * * * * *", NOW, 5))
                .containsExactly(
                        "2026-11-23T06:33:25Z",
                        "2026-11-23T06:33:50Z",
                        "2026-11-23T06:34:00Z",
                        "2026-11-23T06:34:25Z",
                        "2026-11-23T06:34:50Z");
    }
}
