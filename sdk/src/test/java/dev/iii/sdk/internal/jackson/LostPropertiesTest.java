package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

/** Parts of a value that would be lost on their way: they are refused, when the function is registered where that is possible. */
@SuppressWarnings("unused") // Jackson uses the members.
class LostPropertiesTest {

    // ---------------------------------------------------------------- final fields

    static final class PublicFinalField {
        public final List<String> a = new ArrayList<>();
    }

    static final class FinalFieldWithGetter {
        private final Map<String, Integer> a = Map.of();

        public Map<String, Integer> getA() {
            return a;
        }
    }

    static class Parent {
        public final int[] a = {1};
    }

    static final class Child extends Parent {
        public int b;
    }

    @ParameterizedTest
    @ValueSource(classes = {PublicFinalField.class, FinalFieldWithGetter.class, Child.class})
    void aFinalFieldThatIsWrittenAndNotReadIsRefused(Class<?> type) {
        assertThatThrownBy(() -> JacksonCodec.INSTANCE.requireReadable(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        type.getSimpleName() + ".a: it is written, but it cannot be read, because the field is final;"
                                + " make it a parameter of the constructor (@JsonCreator), make it non-final, or annotate it with"
                                + " @JsonIgnore");
    }

    static final class Constants {
        public final String kind = "constants";
        public final int version = 1;
        public List<String> a = new ArrayList<>();
    }

    static final class Computed {
        private final List<String> all = new ArrayList<>();

        @JsonIgnore
        public final List<String> hidden = new ArrayList<>();

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public final List<String> shown = new ArrayList<>();

        public int getCount() {
            return all.size();
        }
    }

    record Plain(List<String> a) {}

    @ParameterizedTest
    @ValueSource(classes = {Constants.class, Computed.class, Plain.class})
    void otherFinalFieldsAreAccepted(Class<?> type) {
        assertThatCode(() -> JacksonCodec.INSTANCE.requireReadable(type)).doesNotThrowAnyException();
    }

    // ---------------------------------------------------------------- properties that an annotation omits

    record Point(int x, @Nullable Integer y) {}

    record Ignoring(@JsonIgnoreProperties("x") Point a) {}

    record IgnoringInAList(@JsonIgnoreProperties({"y", "x"}) List<Point> a) {}

    record Including(@JsonIncludeProperties("y") Point a) {}

    record IncludingInAMap(@JsonIncludeProperties("y") Map<String, Point> a) {}

    @ParameterizedTest
    @ValueSource(classes = {Ignoring.class, IgnoringInAList.class, Including.class, IncludingInAMap.class})
    void anAnnotationThatOmitsARequiredPropertyIsRefused(Class<?> type) {
        for (Runnable check : List.<Runnable>of(
                () -> JacksonCodec.INSTANCE.requireReadable(type), () -> JacksonCodec.INSTANCE.requireWritable(type))) {
            assertThatThrownBy(check::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(type.getSimpleName() + ".a: @JsonI")
                    .hasMessageEndingWith(
                            " omits x, which Point requires; annotate that with @Nullable, or use a type without it");
        }
    }

    record Partial(
            @JsonIgnoreProperties("y") Point a,
            @JsonIncludeProperties("x") Point b,
            @JsonIgnoreProperties("z") Point c) {}

    @Test
    void anAnnotationThatOmitsWhatMayBeMissingIsAccepted() {
        JacksonCodec.INSTANCE.requireReadable(Partial.class);
        JacksonCodec.INSTANCE.requireWritable(Partial.class);
        Partial partial = new Partial(new Point(1, null), new Point(2, null), new Point(3, 4));
        assertThat(Json.parse(Json.of(partial).text()).as(Partial.class)).isEqualTo(partial);
    }

    // ---------------------------------------------------------------- references to null

    static List<Object> referencesToNull() {
        return List.of(
                Optional.of(Json.NULL),
                Optional.of(NullNode.getInstance()),
                Optional.of(Optional.empty()),
                Optional.of(OptionalInt.empty()),
                Optional.of(new AtomicReference<>()),
                new AtomicReference<>(Json.NULL),
                new AtomicReference<>(Optional.empty()),
                new WrittenTypes.Of<>(Optional.of(Json.NULL)),
                List.of(Optional.of(Optional.empty())));
    }

    @ParameterizedTest
    @MethodSource("referencesToNull")
    void aReferenceToAValueThatIsNullIsNotWritten(Object value) {
        assertThatThrownBy(() -> Json.of(value))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("it refers to a value that is JSON null, which is read as an empty ");
    }

    record Missing(Optional<Json> a, Optional<Optional<String>> b) {}

    @Test
    void aMissingReferenceIsEmpty() {
        assertThat(Json.parse("{}").as(Missing.class)).isEqualTo(new Missing(Optional.empty(), Optional.empty()));
        assertThat(Json.parse("{\"a\":null,\"b\":null}").as(Missing.class))
                .isEqualTo(new Missing(Optional.empty(), Optional.empty()));
    }

    // ---------------------------------------------------------------- keys of maps

    record Doubles(Map<Double, Integer> a, Map<String, Map<UUID, Integer>> b) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'1':1,'1.0':2},'b':{}}",
                "{'a':{'100':1,'1e2':2},'b':{}}",
                "{'a':{},'b':{'x':{'0000000a-0000-0000-0000-000000000000':1,'0000000A-0000-0000-0000-000000000000':2}}}"
            })
    void twoNamesThatAreTheSameKeyAreRefused(String json) {
        assertThatThrownBy(() -> Json.parse(json.replace('\'', '"')).as(Doubles.class))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageMatching("(a|b\\.x)\\b.*: two names of the object are the same key of the map");
    }

    @Test
    void namesOfDifferentMapsAreNotCompared() {
        String json = "{\"1\":{\"1\":1,\"2.0\":2},\"2\":{\"1\":1,\"1.5\":2},\"3\":{}}";
        assertThat(Json.parse(json).as(new TypeRef<Map<Double, Map<Double, Integer>>>() {}))
                .isEqualTo(Map.of(1.0, Map.of(1.0, 1, 2.0, 2), 2.0, Map.of(1.0, 1, 1.5, 2), 3.0, Map.of()));
    }

    // ---------------------------------------------------------------- locales

    @ParameterizedTest
    @CsvSource({
        "de-DE, '{\"a\":\"de-DE\",\"b\":{\"de_DE\":1}}'",
        "und, '{\"a\":\"\",\"b\":{\"\":1}}'",
        "zh-Hans-CN, '{\"a\":\"zh-Hans-CN\",\"b\":{\"zh-Hans-CN\":1}}'"
    })
    void localesAreLanguageTagsAndKeysHaveUnderscores(String tag, String json) {
        Locale locale = Locale.forLanguageTag(tag);
        Locales locales = new Locales(locale, Map.of(locale, 1));
        assertThat(Json.of(locales).text()).isEqualTo(json);
        assertThat(Json.parse(json).as(Locales.class)).isEqualTo(locales);
    }

    record Locales(Locale a, Map<Locale, Integer> b) {}

    @Test
    void aLocaleThatNoLanguageTagExpressesIsNotWritten() {
        Locale locale = new Locale("de", "", "a variant");
        for (Object value : List.of(locale, Map.of(locale, 1))) {
            assertThatThrownBy(() -> Json.of(value))
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageContaining("the locale has no language tag that contains all its parts");
        }
    }

    record Moments(
            Date a,
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm:ss.SSS") Date b) {}

    @Test
    @SuppressWarnings("JavaUtilDate")
    void aPartThatTheJsonWouldNotContainIsNotLostSilently() {
        Timestamp exact = Timestamp.from(Instant.ofEpochSecond(1, 123_456_789));
        Timestamp rounded = Timestamp.from(Instant.ofEpochSecond(1, 123_000_000));
        for (Object value : List.of(exact, new Moments(exact, rounded), Map.of("a", exact), Optional.of(exact))) {
            assertThatThrownBy(() -> Json.of(value))
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageContaining("has smaller fractions; use an Instant");
        }
        Json written = Json.of(new Moments(rounded, exact));
        assertThat(written.as(Moments.class)).isEqualTo(new Moments(new Date(1_123), new Date(1_123)));

        Pattern flagged = Pattern.compile("a", Pattern.CASE_INSENSITIVE);
        Pattern literal = Pattern.compile("[", Pattern.LITERAL);
        for (Object value : List.of(flagged, literal, List.of(flagged), Map.of("a", flagged))) {
            assertThatThrownBy(() -> Json.of(value))
                    .isInstanceOf(InvalidPayloadException.class)
                    .hasMessageContaining("the pattern has flags");
        }
        assertThat(Json.of(Pattern.compile("(?i)a")).text()).isEqualTo("\"(?i)a\"");
    }
}
