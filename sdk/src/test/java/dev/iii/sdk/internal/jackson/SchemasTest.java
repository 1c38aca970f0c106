package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.iii.sdk.json.Describe;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The schemas say what the codec does: they take what it writes and refuse what it refuses. */
class SchemasTest {

    enum Size {
        SMALL,
        LARGE
    }

    record Line(
            @Describe("stock keeping unit") String sku,
            @Describe(minimum = 1, maximum = 1000) int quantity) {}

    record Order(
            @Describe(minLength = 2, maxLength = 8, pattern = "^o-")
            String id,

            List<Line> lines,
            Map<String, Integer> counts,
            Size size,
            BigDecimal price,
            Instant at,
            LocalDate day,
            Optional<String> note,
            @Nullable Integer rank,
            Json extra) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Payment {
        record Card(String number) implements Payment {}

        record Cash(int cents) implements Payment {}
    }

    record Page<T>(List<T> items, int next) {}

    private static Json schema(Type type) {
        return Schemas.of(type);
    }

    private static List<String> problems(Type type, String document) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Schemas.of(type).text());
        return schema.validate(document, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + " " + error.getKeyword())
                .toList();
    }

    private static String json(Object value) {
        return Json.of(value).text();
    }

    private static Order order() {
        return new Order(
                "o-1",
                List.of(new Line("A", 1)),
                Map.of("a", 1),
                Size.LARGE,
                new BigDecimal("1.50"),
                Instant.EPOCH,
                LocalDate.EPOCH,
                Optional.of("n"),
                null,
                Json.parse("[1]"));
    }

    @Test
    void whatTheCodecWritesIsValid() {
        assertThat(problems(Order.class, json(order()))).isEmpty();
    }

    @Test
    void everythingButOptionalAndNullableIsRequired() {
        assertThat(schema(Order.class).field("required").elements().stream().map(Json::text))
                .containsExactlyInAnyOrder(
                        "\"id\"", "\"lines\"", "\"counts\"", "\"size\"", "\"price\"", "\"at\"", "\"day\"", "\"extra\"");
        assertThat(problems(Order.class, "{}")).hasSize(8);
    }

    @Test
    void descriptionsAndConstraintsAreInIt() {
        Json line = schema(Line.class).field("properties");
        assertThat(line.field("sku").field("description").text()).isEqualTo("\"stock keeping unit\"");
        assertThat(problems(Line.class, "{\"sku\":\"A\",\"quantity\":0}")).containsExactly("/quantity minimum");
        assertThat(problems(Line.class, "{\"sku\":\"A\",\"quantity\":1001}")).containsExactly("/quantity maximum");
        assertThat(problems(Line.class, "{\"sku\":\"A\",\"quantity\":1.5}")).containsExactly("/quantity type");
        assertThat(problems(Order.class, json(order()).replace("o-1", "x")))
                .containsExactlyInAnyOrder("/id minLength", "/id pattern");
        assertThat(problems(Order.class, json(order()).replace("o-1", "o-12345678")))
                .containsExactly("/id maxLength");
    }

    @Test
    void fieldsThatTheEngineAddsAreAllowed() {
        assertThat(problems(Line.class, "{\"sku\":\"A\",\"quantity\":1,\"_caller_worker_id\":\"w\"}"))
                .isEmpty();
    }

    @Test
    void enumsDatesAndMapsAreChecked() {
        String good = json(order());
        assertThat(problems(Order.class, good.replace("LARGE", "HUGE"))).containsExactly("/size enum");
        assertThat(problems(Order.class, good.replace("{\"a\":1}", "{\"a\":\"b\"}")))
                .containsExactly("/counts/a type");
        assertThat(schema(Order.class)
                        .field("properties")
                        .field("at")
                        .field("format")
                        .text())
                .isEqualTo("\"date-time\"");
        assertThat(schema(Order.class)
                        .field("properties")
                        .field("day")
                        .field("format")
                        .text())
                .isEqualTo("\"date\"");
    }

    @Test
    void sealedTypesAreOneOfTheirKinds() {
        assertThat(problems(Payment.class, json(new Payment.Cash(5)))).isEmpty();
        assertThat(problems(Payment.class, "{\"kind\":\"Card\",\"number\":\"1\"}"))
                .isEmpty();
        assertThat(problems(Payment.class, "{\"kind\":\"Cheque\"}")).isNotEmpty();
    }

    @Test
    void genericTypesKeepTheirArguments() {
        Type pageOfLines = new TypeRef<Page<Line>>() {}.type();
        assertThat(problems(pageOfLines, json(new Page<>(List.of(new Line("A", 1)), 2))))
                .isEmpty();
        assertThat(problems(pageOfLines, "{\"items\":[{\"sku\":1,\"quantity\":1}],\"next\":2}"))
                .containsExactlyInAnyOrder("/items/0/sku type", "/items/0 type");
    }
}
