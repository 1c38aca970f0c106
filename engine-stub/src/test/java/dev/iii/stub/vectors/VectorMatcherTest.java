package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class VectorMatcherTest {

    private static final String UUID = "\"0f8fad5b-d9cb-469f-a165-70867728950e\"";

    private final Bindings bindings = new Bindings();
    private final VectorMatcher matcher = new VectorMatcher(bindings);

    @BeforeEach
    void remember() {
        bindings.set("run", "rabc");
        bindings.set("n", json("7"));
        bindings.set("dots", "a.b");
    }

    private static JsonNode json(String text) {
        return Objects.requireNonNull(Json.parse(text), text);
    }

    private void match(String want, String got) {
        matcher.match(json(want), json(got));
    }

    static Stream<Arguments> matches() {
        return Stream.of(
                arguments("\"$any\"", "null"),
                arguments("\"$string\"", "\"\""),
                arguments("\"$number\"", "-1.5"),
                arguments("\"$bool\"", "false"),
                arguments("\"$object\"", "{\"a\":1}"),
                arguments("\"$array\"", "[]"),
                arguments("\"$uuid\"", UUID),
                arguments("\"$iso\"", "\"2026-11-23T06:33:00+00:00\""),
                arguments("\"$iso\"", "\"2026-11-23T06:33:00.001Z\""),
                arguments("\"$re:^a.c$\"", "\"a\\nc\""),
                arguments("\"$re:^${dots}$\"", "\"a.b\""),
                arguments("\"${run}::f\"", "\"rabc::f\""),
                arguments("\"${n}\"", "7"),
                arguments("{\"${run}\":1}", "{\"rabc\":1}"),
                arguments("1", "1.0"),
                arguments("[1,{\"a\":2.50}]", "[1.0,{\"a\":2.5}]"),
                arguments("12345678901234567890", "12345678901234567890"),
                arguments("{\"a\":1,\"b\":\"$absent\"}", "{\"a\":1}"),
                arguments("{\"a\":1,\"$extra\":true}", "{\"a\":1,\"b\":2}"),
                arguments("{\"$contains\":[3,{\"a\":\"$any\"}]}", "[{\"a\":1},2,3]"),
                arguments("{\"$set\":[{\"a\":\"$number\"},2]}", "[2,{\"a\":1}]"),
                arguments("\"$unknown\"", "\"$unknown\""),
                arguments("null", "null"));
    }

    @ParameterizedTest
    @MethodSource("matches")
    void patternsMatch(String want, String got) {
        assertThatCode(() -> match(want, got)).doesNotThrowAnyException();
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                arguments("\"$string\"", "1", "$: expected $string, got 1"),
                arguments("\"$number\"", "true", "$: expected $number, got true"),
                arguments("\"$number\"", "\"1\"", "$: expected $number, got \"1\""),
                arguments("\"$bool\"", "0", "$: expected $bool, got 0"),
                arguments("\"$object\"", "[]", "$: expected $object, got []"),
                arguments("\"$array\"", "{}", "$: expected $array, got {}"),
                arguments("\"$uuid\"", "\"0F8FAD5B-D9CB-469F-A165-70867728950E\"", "$: expected $uuid, got"),
                arguments("\"$iso\"", "\"2026-11-23 06:33:00Z\"", "$: expected $iso, got"),
                arguments("\"$re:^a\"", "\"ba\"", "$: expected a text matching /^a/, got \"ba\""),
                arguments("\"$re:^${dots}$\"", "\"axb\"", "$: expected a text matching"),
                arguments("\"$re:1\"", "1", "$: expected a text matching /1/, got 1"),
                arguments("\"${run}\"", "\"r\"", "$: expected \"rabc\", got \"r\""),
                arguments("\"${n}\"", "\"7\"", "$: expected 7, got \"7\""),
                arguments("true", "1", "$: expected true, got 1"),
                arguments("null", "{}", "$: expected null, got {}"),
                arguments("9007199254740993", "9007199254740992", "$: expected 9007199254740993, got 9007199254740992"),
                arguments("{\"a\":1}", "[1]", "$: expected an object like {\"a\": 1}, got [1]"),
                arguments("{\"a\":{\"b\":1}}", "{\"a\":{\"b\":2}}", "$.a.b: expected 1, got 2"),
                arguments("{\"a\":1}", "{}", "$.a: expected 1, got no such field in {}"),
                arguments("{\"a\":1}", "{\"a\":1,\"b\":2}", "$.b: expected no such field, got 2"),
                arguments("{\"b\":\"$absent\"}", "{\"b\":null}", "$.b: expected to be absent, got null"),
                arguments("{\"a\":null}", "{\"b\":null}", "$.a: expected null, got no such field"),
                arguments("[1,2]", "[1,3]", "$[1]: expected 2, got 3"),
                arguments("[1,2]", "[1]", "$: expected [1, 2], got [1]"),
                arguments("[1]", "{}", "$: expected [1], got {}"),
                arguments("{\"$contains\":[4]}", "[1]", "$: no element matches: expected 4, got [1]"),
                arguments("{\"$contains\":[]}", "{}", "$: expected an array, got {}"),
                arguments("{\"$set\":[1]}", "[1,2]", "$: expected 1 elements, got [1, 2]"),
                arguments("{\"$set\":[1,1]}", "[1,2]", "$: no element matches: expected 1, got [1, 2]"),
                arguments(
                        "{\"traceparent\":\"$absent\"}", "{\"traceparent\":1}", "$.traceparent: expected to be absent"),
                arguments("{}", "{\"traceparent\":1}", "$.traceparent: expected no such field, got 1"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void differencesNamePlaceAndBothValues(String want, String got, String message) {
        assertThatThrownBy(() -> match(want, got)).isInstanceOf(Mismatch.class).hasMessageStartingWith(message);
    }

    @Test
    void namesAreBoundAndHaveToStayEqual() {
        match("{\"a\":\"$uuid:id\",\"b\":\"$uuid:id\"}", "{\"a\":" + UUID + ",\"b\":" + UUID + "}");
        assertThat(bindings.get("id")).isEqualTo(json(UUID));

        assertThatThrownBy(() -> match("\"$any:id\"", "5"))
                .hasMessage("$: expected the remembered id=" + UUID + ", got 5");
    }

    @ParameterizedTest
    @CsvSource({"traceparent", "baggage"})
    void traceFieldsOfAFrameCountOnlyWhenTheyAreMentioned(String field) {
        JsonNode frame = json("{\"type\":\"x\",\"" + field + "\":\"v\"}");

        matcher.matchFrame(json("{\"type\":\"x\"}"), frame);
        assertThatThrownBy(() -> matcher.matchFrame(json("{\"type\":\"x\",\"" + field + "\":\"w\"}"), frame))
                .hasMessage("$." + field + ": expected \"w\", got \"v\"");
    }

    @Test
    void framesInAnyOrderBindWhatTheyName() {
        List<JsonNode> frames = List.of(json("{\"f\":\"b\",\"id\":2}"), json("{\"f\":\"a\",\"id\":1}"));

        matcher.matchUnordered(json("[{\"f\":\"a\",\"id\":\"$number:x\"},{\"f\":\"b\",\"id\":\"$number:y\"}]"), frames);

        assertThat(bindings.get("x")).isEqualTo(json("1"));
        assertThat(bindings.get("y")).isEqualTo(json("2"));
        assertThatThrownBy(() -> matcher.matchUnordered(json("[{\"f\":\"c\"},\"$any\"]"), frames))
                .hasMessageContaining("no frame matches: expected {\"f\": \"c\"}, got [{\"f\": \"b\"");
    }

    @Test
    void aCandidateThatFailsHalfwayLeavesNothingBound() {
        match("{\"$set\":[{\"id\":\"$number:z\",\"v\":1},{\"id\":\"$number:w\",\"v\":2}]}", """
                [{"id":20,"v":2},{"id":10,"v":1}]""");

        assertThat(bindings.get("z")).isEqualTo(json("10"));
        assertThat(bindings.get("w")).isEqualTo(json("20"));
    }

    @Test
    void whatNobodyBoundIsNamed() {
        assertThatThrownBy(() -> match("\"${nobody}\"", "1")).hasMessage("nothing is remembered for ${nobody}");
    }

    @Test
    void longValuesAreCut() {
        String text = "\"" + "x".repeat(100_000) + "\"";

        assertThatThrownBy(() -> match("1", text))
                .satisfies(
                        e -> assertThat(e.getMessage()).hasSizeLessThan(2_000).contains("100002 characters"));
    }
}
