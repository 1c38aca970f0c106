package dev.iii.sdk.jackson2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.discovery.FunctionDetails;
import dev.iii.sdk.json.Describe;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineTest;
import dev.iii.testing.Workers;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas that the codec describes types with. */
@EngineTest
class Jackson2SchemasTest {

    enum Size {
        SMALL,
        @JsonProperty("big")
        LARGE
    }

    record Line(
            @Describe("stock keeping unit") String itemCode,
            @Describe(minimum = 1) int amount) {}

    @SuppressWarnings("ArrayRecordComponent") // the values are never compared
    record Order(
            String id,
            @Nullable String note,
            Optional<Size> size,
            OptionalInt count,
            List<Line> lines,
            Map<String, Long> totals,
            BigDecimal price,
            BigInteger number,
            byte[] picture,
            int[] codes,
            boolean urgent,
            Instant placed,
            Json extra,
            UUID key) {}

    record Tree(String name, List<Tree> children) {}

    static final class Open {
        private final Map<String, Object> fields = new HashMap<>();

        @JsonAnySetter
        public void put(String name, Object value) {
            fields.put(name, value);
        }

        Map<String, Object> fields() {
            return fields;
        }
    }

    static final class Flat {
        @JsonUnwrapped
        public @Nullable Line line;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    static class Base {
        public @Nullable String name;
    }

    record Holder(List<Base> all, Base one, @Nullable Tree tree) {}

    record Amount(
            @JsonCreator(mode = JsonCreator.Mode.DELEGATING) String text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Amount {}
    }

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Point(int x, int y) {}

    record Renamed(
            @JsonProperty("the_name") @JsonPropertyDescription("what it is called")
            String name,

            @JsonAlias("count") int amount) {}

    static final class Conflicting {

        public void setItems(List<String> items) {}

        public void setItems(Map<String, String> items) {}
    }

    private static Json schema(Jackson2Codec codec, Type type) {
        return codec.schema(type).orElseThrow();
    }

    private static Json schema(Type type) {
        return schema(Jackson2Codec.standard(), type);
    }

    @Test
    void eachFieldHasTheTypeThatItIsReadFrom() {
        Json schema = schema(Order.class);
        Json fields = schema.field("properties");
        assertThat(schema.field("type").text()).isEqualTo("\"object\"");
        assertThat(fields.field("id").text()).isEqualTo("{\"type\":\"string\"}");
        assertThat(fields.field("note").text()).isEqualTo("{\"type\":[\"string\",\"null\"]}");
        assertThat(fields.field("size").text()).isEqualTo("{\"enum\":[\"SMALL\",\"big\",null]}");
        assertThat(fields.field("count").field("type").text()).contains("\"integer\"");
        assertThat(fields.field("totals").text())
                .contains("\"object\"")
                .contains("\"additionalProperties\":{\"type\":\"integer\"}");
        assertThat(fields.field("price").text()).isEqualTo("{\"type\":\"number\"}");
        assertThat(fields.field("number").text()).isEqualTo("{\"type\":\"integer\"}");
        assertThat(fields.field("picture").text()).isEqualTo("{\"type\":\"string\"}");
        assertThat(fields.field("codes").text()).contains("\"items\":{\"type\":\"integer\"}");
        assertThat(fields.field("urgent").text()).isEqualTo("{\"type\":\"boolean\"}");
        assertThat(List.of("placed", "extra", "key"))
                .allSatisfy(name -> assertThat(fields.field(name).text()).isEqualTo("{}"));
        Json line = fields.field("lines").field("items").field("properties");
        assertThat(line.field("itemCode").text()).contains("\"description\":\"stock keeping unit\"");
        assertThat(line.field("amount").text()).contains("\"minimum\":1");
        assertThat(required(schema)).contains("id", "lines", "urgent").doesNotContain("note", "size", "count");
    }

    private static List<String> required(Json schema) {
        return schema.field("required").elements().stream()
                .map(name -> name.as(String.class))
                .toList();
    }

    @Test
    void fieldsHaveTheNamesOfTheMapper() {
        ObjectMapper mapper = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        assertThat(schema(Jackson2Codec.of(mapper), Line.class)
                        .field("properties")
                        .fields())
                .containsOnlyKeys("item_code", "amount");
        Json renamed = schema(Jackson2Codec.of(mapper), Renamed.class).field("properties");
        assertThat(renamed.fields().keySet()).isEqualTo(Set.of("the_name", "amount", "count"));
        assertThat(renamed.field("the_name").text()).contains("what it is called");
    }

    /** A schema that forbids what the codec reads would make commands fail. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                Open.class,
                Flat.class,
                Base.class,
                Amount.class,
                Point.class,
                Object.class,
                Json.class,
                char[].class
            })
    void typesWithOtherFormsPermitEverything(Class<?> type) {
        assertThat(schema(type).text()).isEqualTo("{}");
    }

    @Test
    void valuesWithSubtypesAndTypesThatContainThemselvesPermitEverything() {
        Json fields = schema(Holder.class).field("properties");
        assertThat(fields.field("all").field("items").text()).isEqualTo("{}");
        assertThat(fields.field("one").text()).isEqualTo("{}");
        Json tree = fields.field("tree").field("properties");
        assertThat(tree.field("name").text()).isEqualTo("{\"type\":\"string\"}");
        assertThat(tree.field("children").field("items").text()).isEqualTo("{}");
    }

    @Test
    void aTypeThatCannotBeReadHasNoSchema() {
        assertThat(Jackson2Codec.standard().schema(Conflicting.class)).isEmpty();
    }

    @Test
    void aFunctionIsRegisteredWithTheSchemaOfTheCodec(Workers workers) {
        ObjectMapper mapper = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        Worker worker = workers.start(WorkerOptions.named("schemas").toBuilder()
                .codec(Jackson2Codec.of(mapper))
                .build());
        worker.registerFunction("schemas::sell", Line.class, (line, call) -> line.amount());
        Awaitility.await()
                .untilAsserted(() -> assertThat(worker.discovery()
                                .function("schemas::sell")
                                .flatMap(FunctionDetails::requestSchema)
                                .map(Json::text)
                                .orElse(""))
                        .contains("item_code"));
    }
}
