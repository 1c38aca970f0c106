package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writing, reading and the inferred schema agree about every type that users put into records. */
class WrittenTypesTest {

    /** One value of each kind of JSON, and numbers and strings that are easily converted. */
    private static final List<String> PROBES = List.of(
            "2",
            "2.0",
            "1e2",
            "2.5",
            "-1",
            "1767225600000",
            "1e400",
            "\"\"",
            "\"2\"",
            "\" 2 \"",
            "\"2.5\"",
            "\"true\"",
            "\"NaN\"",
            "\"INF\"",
            "\"1767225600\"",
            "\"2026-01-31\"",
            "\"2026-01-31T12:00:00Z\"",
            "\"x\"",
            "true",
            "[]",
            "[1]",
            "[2026,1,31]",
            "[\"x\"]",
            "{}",
            "{\"x\":1}");

    /** The probes that are in the range of every number type. What a string may contain is not always in the schema. */
    private static final Set<String> SMALL_NUMBERS = Set.of("2", "2.0", "1e2", "2.5");

    static Stream<WrittenSamples.Sample> samples() {
        return WrittenSamples.all();
    }

    private static Schema schema(Type type) {
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config()))
                .getSchema(Schemas.of(type).text());
    }

    private static com.networknt.schema.SchemaRegistryConfig config() {
        return com.networknt.schema.SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .build();
    }

    private static List<String> problems(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static Object comparable(Object value) {
        if (value instanceof AtomicReference<?> reference) {
            return comparable(Objects.requireNonNull(reference.get()));
        }
        if (value instanceof Deque<?> deque) {
            return List.copyOf(deque);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(WrittenTypesTest::comparable).toList();
        }
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        boolean isCompared = value instanceof AtomicInteger
                || value instanceof AtomicLong
                || value instanceof AtomicBoolean
                || value instanceof StringBuilder
                || value instanceof Pattern;
        return isCompared ? value.toString() : value;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void whatIsWrittenFitsTheSchemaAndIsReadBackEqual(WrittenSamples.Sample sample) {
        JacksonCodec.INSTANCE.requireReadable(sample.type().type());
        JacksonCodec.INSTANCE.requireWritable(sample.type().type());
        String json = Json.of(sample.value()).text();
        Type type = sample.type().type();
        assertThat(problems(schema(type), json))
                .as("%s against %s", json, Schemas.of(type).text())
                .isEmpty();
        Object back = Json.parse(json).as(sample.type());
        if (sample.value() instanceof WrittenTypes.Of<?> of && back instanceof WrittenTypes.Of<?> ofBack) {
            assertThat(comparable(ofBack.a())).as(json).isEqualTo(comparable(of.a()));
        } else {
            assertThat(back).as(json).isEqualTo(sample.value());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void whatTheSchemaRejectsIsNotReadAndItsNumbersAre(WrittenSamples.Sample sample) {
        if (!(sample.value() instanceof WrittenTypes.Of<?>)) {
            return;
        }
        Type type = sample.type().type();
        Schema schema = schema(type);
        List<String> wrong = new ArrayList<>();
        for (String probe : PROBES) {
            String json = "{\"a\":" + probe + "}";
            // Only the number types without a range, and unread JSON, can hold it.
            boolean valid = probe.equals("1e400")
                    ? type.getTypeName().matches(".*(java\\.math\\.|Json).*")
                    : problems(schema, json).isEmpty();
            boolean read = isRead(json, sample.type());
            if (read && !valid) {
                wrong.add(probe + " is read");
            }
            if (valid && !read && SMALL_NUMBERS.contains(probe)) {
                wrong.add(probe + " is not read");
            }
        }
        assertThat(wrong).as(Schemas.of(type).text()).isEmpty();
    }

    /** Text that no type writes. A type that reads it nevertheless must not lose a part of it. */
    private static final List<String> NONSENSE = List.of(
            "nonsense text", "non_sense-text!", "a b", "x\ty", "??", "-", "_", "de-", "de_DE_", "en-US-POSIX-a", "12x");

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void nonsenseIsRefusedOrReadBackUnchanged(WrittenSamples.Sample sample) {
        if (!(sample.value() instanceof WrittenTypes.Of<?>)) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        for (String text : NONSENSE) {
            for (Json document : List.of(
                    Json.object(Map.of("a", Json.of(text))),
                    Json.object(Map.of("a", Json.object(Map.of(text, Json.of(1))))))) {
                try {
                    String again = Json.of(document.as(sample.type())).text();
                    // Spaces mean nothing in base64.
                    String expected = sample.type().type().getTypeName().matches(".*(byte|ByteBuffer).*")
                            ? document.text().replace(" ", "")
                            : document.text();
                    if (!again.equals(expected)) {
                        wrong.add(document.text() + " is read as " + again);
                    }
                } catch (InvalidPayloadException e) {
                    assertThat(e).hasMessageStartingWith("a");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Null in every component, element and map value: it is refused where the schema does not permit it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void nullIsRefusedOrFitsTheSchemaAndIsReadBack(WrittenSamples.Sample sample) {
        Type type = sample.type().type();
        Schema schema = schema(type);
        Json full = Json.of(sample.value());
        List<String> wrong = new ArrayList<>();
        for (Object variant : NullVariants.of(sample.value())) {
            try {
                String json = Json.of(variant).text();
                problems(schema, json).forEach(problem -> wrong.add(json + " is written: " + problem));
                Object back = Json.parse(json).as(sample.type());
                String again = Json.of(back).text();
                if (!again.equals(json)) {
                    wrong.add(json + " is read back as " + again);
                }
            } catch (InvalidPayloadException e) {
                assertThat(e).hasMessageContaining("null").hasMessageMatching("(?s).*(@Nullable|use ).*");
                Json refused = NullVariants.nullAt(full, e.path());
                if (refused != null
                        && !isSafe(sample, e)
                        && problems(schema, refused.text()).isEmpty()) {
                    wrong.add(refused.text() + " is refused: " + e.getMessage());
                }
            }
        }
        assertThat(wrong).as(Schemas.of(type).text()).isEmpty();
    }

    /**
     * Returns {@code true} if null is refused although the schema permits it: where Java erases the type, or instead of an
     * object that contains null.
     */
    private static boolean isSafe(WrittenSamples.Sample sample, InvalidPayloadException e) {
        boolean erased =
                sample.value() instanceof WrittenTypes.Of<?> && e.path().equals("a");
        return erased
                || String.valueOf(e.getMessage()).matches("(?s).*(@JsonValue|refers to a value that is JSON null).*");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void schemaAndReadingAgreeOnNull(WrittenSamples.Sample sample) {
        Type type = sample.type().type();
        Schema schema = schema(type);
        List<String> wrong = new ArrayList<>();
        for (Json document : NullVariants.ofJson(Json.of(sample.value()))) {
            boolean valid = problems(schema, document.text()).isEmpty();
            String error = "";
            try {
                Object unused = document.as(sample.type());
            } catch (InvalidPayloadException e) {
                error = String.valueOf(e.getMessage());
            }
            if (valid != error.isEmpty()) {
                wrong.add(document.text() + (valid ? " is valid, but not read: " + error : " is read"));
            }
        }
        assertThat(wrong).as(Schemas.of(type).text()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // Nothing keeps users from doing this.
    void aNullIsRefusedWithItsPathAndTheRemedy() {
        assertThatThrownBy(() -> Json.of(Optional.of(new WrittenTypes.Renamed(null))))
                .hasMessage("stock_keeping_unit: cannot be written as JSON (Optional): it is null, but it is required;"
                        + " annotate it with @Nullable, or make it an Optional");
        assertThatThrownBy(() -> Json.of(new WrittenTypes.Unwrapped(null, "n")))
                .hasMessage("point: cannot be written as JSON (Unwrapped): it is null, but its fields are required"
                        + " (@JsonUnwrapped); use an empty object");
        assertThatThrownBy(() -> Json.of(Optional.of(new WrittenTypes.Sku(null))))
                .hasMessageContaining("the value as which Sku is written (@JsonValue) is null");
        Map<String, Integer> map = new HashMap<>();
        map.put(null, 1);
        assertThatThrownBy(() -> Json.of(Map.of("a", map)))
                .hasMessageStartingWith("a")
                .hasMessageContaining("the key of a map is null");
    }

    private static boolean isRead(String json, TypeRef<?> type) {
        try {
            WrittenTypes.Of<?> of =
                    (WrittenTypes.Of<?>) Objects.requireNonNull(Json.parse(json).as(type));
            assertThat(of.a()).as("null instead of an error for " + json).isNotNull();
            return true;
        } catch (InvalidPayloadException e) {
            return false;
        }
    }
}
