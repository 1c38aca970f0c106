package dev.iii.sdk.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonOutputTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static String text(JsonOutput out) {
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void commasStandBetweenElements() {
        JsonOutput out = new JsonOutput(1);
        out.ascii("OTLP");
        out.startObject();
        out.startArray("a");
        out.startObject();
        out.endObject();
        out.number(1.5);
        out.truth(true);
        out.endArray();
        out.string("b", "x\n");
        out.startObject("c");
        out.plain("id", "0a");
        out.number("n", -7);
        out.endObject();
        out.endObject();
        assertThat(text(out)).isEqualTo("OTLP{\"a\":[{},1.5,true],\"b\":\"x\\n\",\"c\":{\"id\":\"0a\",\"n\":-7}}");
    }

    @Test
    void stringsAreReadAsTheyWereWritten() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            JsonOutput out = new JsonOutput(random.nextInt(4));
            out.startArray();
            out.string(text);
            out.string(text);
            out.endArray();
            assertThat(JSON.readValue(out.toByteArray(), String[].class))
                    .as("seed %d", seed)
                    .containsExactly(text, text);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(random.nextBoolean() ? 1 : 7)) {
                        case 1 -> random.nextInt(0x20);
                        case 2 -> '"';
                        case 3 -> '\\';
                        case 4 -> 0x7F + random.nextInt(0x800);
                        case 5 -> 0xE000 + random.nextInt(0x1000);
                        case 6 -> 0x10000 + random.nextInt(0x10000);
                        default -> 0x20 + random.nextInt(0x5F);
                    });
        }
        return text.toString();
    }

    @Test
    void aLoneSurrogateBecomesAQuestionMark() {
        JsonOutput out = new JsonOutput(8);
        out.string("a\uD800b");
        assertThat(text(out)).isEqualTo("\"a?b\"");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                9,
                10,
                99,
                100,
                -1,
                -10,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                Long.MAX_VALUE,
                -Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void numbersHaveAllTheirDigits(long number) {
        JsonOutput out = new JsonOutput(0);
        out.startArray();
        out.number(number);
        out.quotedNumber(number);
        out.endArray();
        assertThat(text(out)).isEqualTo("[" + number + ",\"" + number + "\"]");
    }
}
