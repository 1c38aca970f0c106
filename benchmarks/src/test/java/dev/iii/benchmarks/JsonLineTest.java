package dev.iii.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    @Test
    void fieldsKeepTheirOrderAndTheirType() {
        JsonLine row = new JsonLine().put("lost", 0).put("p50_us", 12.34).putRatio("ratio", 0.987);
        assertThat(new JsonLine()
                        .put("sdk", "java")
                        .put("quick", true)
                        .put("rows", List.of(row))
                        .put("row", row))
                .hasToString("{\"sdk\":\"java\",\"quick\":true,\"rows\":[{\"lost\":0,\"p50_us\":12.3,\"ratio\":0.99}],"
                        + "\"row\":{\"lost\":0,\"p50_us\":12.3,\"ratio\":0.99}}");
    }

    @Test
    void textIsEscaped() {
        assertThat(new JsonLine().put("text", "a\"b\\c\n")).hasToString("{\"text\":\"a\\\"b\\\\c\\u000a\"}");
    }

    @Test
    void whatIsNotANumberIsNull() {
        assertThat(new JsonLine().put("p50_us", Double.NaN).putRatio("ratio", Double.POSITIVE_INFINITY))
                .hasToString("{\"p50_us\":null,\"ratio\":null}");
    }
}
