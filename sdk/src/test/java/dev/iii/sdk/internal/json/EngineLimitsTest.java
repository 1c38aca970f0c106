package dev.iii.sdk.internal.json;

import static dev.iii.sdk.internal.json.EngineLimits.MAX_DEPTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

class EngineLimitsTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final SplittableRandom random = new SplittableRandom(20261130);

    @ParameterizedTest
    @CsvSource({"[,]", "{\"a\":,}"})
    void oneLevelTooManyIsFound(String open, String close) {
        String fits = open.repeat(MAX_DEPTH) + "1" + close.repeat(MAX_DEPTH);
        assertThat(EngineLimits.problem(RawJson.parse(fits))).isNull();
        RawJson tooDeep = RawJson.parse(open + fits + close);
        assertThat(EngineLimits.problem(tooDeep)).contains("nested deeper than " + MAX_DEPTH);
        assertThat(EngineLimits.mayBeTooDeep(tooDeep)).isTrue();
    }

    @Test
    void bracketsInStringsDoNotCount() {
        String string = "\"" + "[{".repeat(500) + "\\\"" + "[".repeat(500) + "\\\\\"";
        assertThat(EngineLimits.problem(RawJson.parse("[" + string + ",{" + string + ":1}]")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1E400", "[1,1e309]", "{\"a\":-2.5e+310}", "12345678901e300"})
    void numbersBeyondADoubleAreFound(String json) {
        assertThat(EngineLimits.problem(RawJson.parse(json))).contains("beyond a double");
    }

    @Test
    void aLongNumberWithoutAnExponentIsFound() {
        assertThat(EngineLimits.problem(RawJson.parse("9".repeat(310)))).contains("beyond a double");
        assertThat(EngineLimits.problem(RawJson.parse("9".repeat(308)))).isNull();
        assertThat(EngineLimits.problem(RawJson.parse("0." + "9".repeat(400)))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "-1.5", "0", "1e-400", "true", "[false,null]", "\"1e400\"", "{\"1e400\":\"e\"}"})
    void otherValuesHaveNoProblem(String json) {
        assertThat(EngineLimits.problem(RawJson.parse(json))).isNull();
    }

    /** Jackson's parser counts the depth for comparison. */
    @Test
    void theDepthIsThatOfTheParser() {
        for (int i = 0; i < 2_000; i++) {
            String json = value(random.nextInt(MAX_DEPTH - 3, MAX_DEPTH + 4));
            boolean tooDeep = EngineLimits.problem(RawJson.parse(json)) != null;
            assertThat(tooDeep).as(json).isEqualTo(depth(json) > MAX_DEPTH);
        }
    }

    private static int depth(String json) {
        int depth = 0;
        int max = 0;
        try (JsonParser parser = MAPPER.createParser(json.getBytes(StandardCharsets.UTF_8))) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                max = Math.max(max, depth);
            }
        }
        return max;
    }

    private String value(int levels) {
        if (levels == 0) {
            return scalar();
        }
        String before = random.nextBoolean() ? "" : "[]";
        String inner = value(levels - 1);
        return random.nextBoolean()
                ? "[" + (before.isEmpty() ? "" : before + ",") + scalar() + "," + inner + "]"
                : "{" + string() + ":" + inner + "," + string() + ":" + scalar() + "}";
    }

    private String scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> string();
            case 1 -> "-12.5e3";
            case 2 -> "null";
            default -> "17";
        };
    }

    private String string() {
        String[] parts = {"a", "[", "{", "]", "\\\"", "\\\\", "é", "e", "12345678"};
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.append('"').toString();
    }
}
