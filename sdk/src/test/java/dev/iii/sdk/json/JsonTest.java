package dev.iii.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.InvalidPayloadException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

    record Line(String sku, int quantity) {}

    record Order(
            String id,
            List<Line> lines,
            Instant at,
            Optional<String> note,
            @Nullable Json extra) {}

    @Test
    void recordsGoThereAndBack() {
        Order order = new Order(
                "o-1",
                List.of(new Line("A", 2)),
                Instant.parse("2026-11-23T10:00:00Z"),
                Optional.empty(),
                Json.parse("{\"big\":12345678901234567890.10}"));
        Json json = Json.of(order);
        assertThat(json.text())
                .isEqualTo(
                        "{\"id\":\"o-1\",\"lines\":[{\"sku\":\"A\",\"quantity\":2}],\"at\":\"2026-11-23T10:00:00Z\",\"note\":null,\"extra\":{\"big\":12345678901234567890.10}}");
        assertThat(json.as(Order.class)).isEqualTo(order);
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertThat(Json.parse("{\"sku\":\"A\",\"quantity\":1,\"_caller_worker_id\":\"w\"}")
                        .as(Line.class))
                .isEqualTo(new Line("A", 1));
    }

    @Test
    void whatDoesNotFitNamesThePathAndTheType() {
        Json json = Json.parse(
                "{\"id\":\"o\",\"lines\":[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"B\",\"quantity\":\"secret\"}]}");
        assertThatThrownBy(() -> json.as(Order.class))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessage("lines[1].quantity: expected an integer, was a string")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMissingNumberIsNoZero() {
        assertThatThrownBy(() -> Json.parse("{\"sku\":\"A\"}").as(Line.class))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("quantity");
        assertThatThrownBy(() -> Json.parse("{\"sku\":\"A\",\"quantity\":null}").as(Line.class))
                .isInstanceOf(InvalidPayloadException.class);
    }

    @Test
    void genericTypesAreRead() {
        assertThat(Json.parse("{\"a\":[{\"sku\":\"A\",\"quantity\":1}]}").as(new TypeRef<Map<String, List<Line>>>() {}))
                .isEqualTo(Map.of("a", List.of(new Line("A", 1))));
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertThatThrownBy(() -> Json.of(self))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("cannot be written as JSON");
    }

    @Test
    void takesObjectsAndArraysApartAndKeepsEveryDigit() {
        Json json = Json.parse("{\"a\":1.10,\"b\":[1e400,{\"c\":null}],\"d\":\"\\u00fc\"}");
        assertThat(json.field("a").text()).isEqualTo("1.10");
        assertThat(json.field("b").elements().get(0).text()).isEqualTo("1e400");
        assertThat(json.field("b").elements().get(1).field("c").isNull()).isTrue();
        assertThat(json.field("nothing").isNull()).isTrue();
        assertThat(json.fields().keySet()).containsExactly("a", "b", "d");
        assertThat(Json.parse("5").fields()).isEmpty();
        assertThat(Json.parse("5").elements()).isEmpty();
    }

    @Test
    void putsObjectsAndArraysTogether() {
        assertThat(Json.object(Map.of()).text()).isEqualTo("{}");
        assertThat(Json.array(List.of()).text()).isEqualTo("[]");
        assertThat(Json.array(List.of(Json.of(1), Json.object(Map.of("k\"", Json.NULL))))
                        .text())
                .isEqualTo("[1,{\"k\\\"\":null}]");
    }

    @Test
    void showsItsSizeAndNotItsContent() {
        assertThat(Json.of("secret").toString()).isEqualTo("Json[8 bytes]");
    }
}
