package dev.iii.stub.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests schemas of workers that would occupy the engine for years, or use up its heap. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaCheckTest {

    private static void isRefused(String value, String schema) {
        assertThat(SchemaCheck.problems(RawJson.parse(value), RawJson.parse(schema)))
                .as(schema)
                .singleElement()
                .asString()
                .startsWith("invalid JSON Schema: ");
    }

    private static void fits(String value, String schema) {
        assertThat(SchemaCheck.problems(RawJson.parse(value), RawJson.parse(schema)))
                .as(schema)
                .isEmpty();
    }

    private static String ofPattern(String pattern) {
        return "{\"type\":\"string\",\"pattern\":\"" + pattern + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(.*,){18}P", "(.*)*(.*)*(.*)*(.*)*(.*)*x"})
    void aPatternThatBacktracksForYearsIsRefused(String pattern) {
        isRefused("\"" + "1,".repeat(40) + "\"", ofPattern(pattern));
    }

    @Test
    void aPatternForThePropertiesOfAnObjectIsLimitedToo() {
        isRefused("{\"" + "1,".repeat(40) + "\":1}", "{\"patternProperties\":{\"^(.*,){18}P\":{\"type\":\"string\"}}}");
    }

    @Test
    void usualPatternsMatchLongStrings() {
        fits("\"" + "a1-".repeat(100_000) + "\"", ofPattern("^[a-z0-9-]*$"));
        fits("\"jane@example.org\"", ofPattern("^[^@ ]+@[^@ ]+[.][a-z]{2,}$"));
        assertThat(SchemaCheck.problems(RawJson.parse("\"B\""), RawJson.parse(ofPattern("^[a-z]+$"))))
                .hasSize(1);
    }

    @Test
    void schemasThatReferToThemselvesWithoutEndAreRefused() {
        isRefused("1", "{\"$ref\":\"#\"}");
        isRefused("[1]", "{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}");
    }

    @Test
    void schemasWithExponentiallyManyPathsAreRefused() {
        String chain = IntStream.range(0, 30)
                .mapToObj(i -> "\"s" + i + "\":{\"allOf\":[{\"$ref\":\"#/$defs/s" + (i + 1)
                        + "\"},{\"$ref\":\"#/$defs/s" + (i + 1) + "\"}]}")
                .collect(Collectors.joining(","));
        isRefused("1", "{\"$ref\":\"#/$defs/s0\",\"$defs\":{" + chain + ",\"s30\":{\"type\":\"string\"}}}");
    }

    @Test
    void valuesForWhichASchemaIsExponentialAreRefused() {
        String twice = "{\"properties\":{\"a\":{\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}},\"required\":[\"z\"]}";
        isRefused("{\"a\":".repeat(40) + "{}" + "}".repeat(40), twice);
    }

    @Test
    void recursiveSchemasAndLargeValuesAreChecked() {
        String tree = "{\"type\":\"object\",\"properties\":{\"kids\":{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}}}";
        fits("{\"kids\":[".repeat(40) + "]}".repeat(40), tree);
        String many = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"n\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
        fits(
                many,
                "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}}");
    }
}
