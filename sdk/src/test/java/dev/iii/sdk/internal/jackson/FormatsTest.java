package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Annotations of Jackson with which a value is written in another form than it is read: it is refused, or read back equal. */
@SuppressWarnings({"unused", "UnusedVariable", "ArrayRecordComponent"}) // Jackson uses the members.
class FormatsTest {

    enum Plain {
        A,
        B
    }

    enum Code {
        X("x1");

        private final String value;

        Code(String value) {
            this.value = value;
        }

        @JsonValue
        String value() {
            return value;
        }
    }

    record NumberOfDate(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) LocalDate a) {}

    record NumbersOfDates(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) List<LocalDate> a) {}

    record NumberOfMonth(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Month a) {}

    record NumberOfCode(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Code a) {}

    record ArrayOfOptionalTime(
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) Optional<Instant> a) {}

    record ArrayOfTimes(
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) Map<String, List<Instant>> a) {}

    record ArrayOfEnums(
            @JsonFormat(shape = JsonFormat.Shape.ARRAY) Set<Plain> a) {}

    record BinaryDoubles(
            @JsonFormat(shape = JsonFormat.Shape.BINARY) double[] a) {}

    record Milliseconds(
            @JsonFormat(
                    shape = JsonFormat.Shape.NUMBER,
                    without = JsonFormat.Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            Instant a) {}

    record UnwrappedNumber(@JsonUnwrapped int a) {}

    record UnwrappedText(@JsonUnwrapped String a) {}

    record UnwrappedMap(@JsonUnwrapped Map<String, String> a) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Deduced.One.class), @JsonSubTypes.Type(Deduced.Two.class)})
    sealed interface Deduced {
        record One(int one) implements Deduced {}

        record Two(int two) implements Deduced {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    record OfDeduced(Deduced a) {}

    record OfClasses(List<ByClass> a) {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                NumberOfDate.class,
                NumbersOfDates.class,
                NumberOfMonth.class,
                NumberOfCode.class,
                ArrayOfOptionalTime.class,
                ArrayOfTimes.class,
                ArrayOfEnums.class,
                BinaryDoubles.class,
                Milliseconds.class,
                UnwrappedNumber.class,
                UnwrappedText.class,
                UnwrappedMap.class,
                OfClasses.class
            })
    void aFormThatIsNotReadIsRefused(Class<?> type) {
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireReadable(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.getSimpleName() + ".a")
                .hasMessageMatching("(?s).*(; use |; remove |; switch ).*");
    }

    record Durations(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Duration a,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Duration b) {}

    record DayNumber(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) LocalDate a) {}

    record BothMilliseconds(
            @JsonFormat(
                    shape = JsonFormat.Shape.NUMBER,
                    without = {
                        JsonFormat.Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS,
                        JsonFormat.Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS
                    })
            Instant a) {}

    record Keys(Map<Double, Integer> a, Map<Float, Integer> b) {}

    static List<Record> values() {
        return List.of(
                new OfDeduced(new Deduced.One(1)),
                new Durations(Duration.ofSeconds(5), Duration.ofMillis(-1500)),
                new DayNumber(LocalDate.of(2026, 11, 30)),
                new BothMilliseconds(Instant.ofEpochMilli(1_764_500_000_123L)),
                new Keys(Map.of(-0.0, 1), Map.of(-0.0f, 1)),
                new Keys(Map.of(1e300, 1), Map.of(0.1f, 1)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aFormThatIsReadIsReadBackEqual(Record value) {
        assertThat(Json.parse(Json.of(value).text()).as(value.getClass())).isEqualTo(value);
    }

    record Flag(@JsonFormat(shape = JsonFormat.Shape.STRING) AtomicBoolean a) {}

    @Test
    void theShapeOfAnAtomicBooleanHasNoEffect() {
        Json written = Json.of(new Flag(new AtomicBoolean(true)));
        assertThat(written.text()).isEqualTo("{\"a\":true}");
        assertThat(Json.of(written.as(Flag.class)).text()).isEqualTo(written.text());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aKeyThatIsNotFiniteIsNotWritten(double key) {
        assertThatThrownBy(() -> Json.of(new Keys(Map.of(key, 1), Map.of())))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("the key of a map is not a finite number");
        assertThatThrownBy(() -> Json.of(new Keys(Map.of(), Map.of((float) key, 1))))
                .isInstanceOf(InvalidPayloadException.class);
    }
}
