package dev.iii.sdk.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonOutputTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern SHORT_ESCAPE = Pattern.compile("\\\\(u....|.)");

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

    /** Each character is tested at each place of a step of eight bytes, and at the end of a slice. */
    @Test
    void stringsAreWrittenAsByJackson() {
        for (int character = 0; character < Character.MAX_VALUE; character++) {
            boolean ascii = character < 0x100;
            if (Character.isSurrogate((char) character)) {
                continue;
            }
            for (int before = 0; before < (ascii ? 16 : 1); before++) {
                for (int after = 0; after < (ascii ? 10 : 1); after++) {
                    check("x".repeat(before) + (char) character + "y".repeat(after));
                }
            }
            if (ascii) {
                for (int before = 1010; before < 1030; before++) {
                    check("x".repeat(before) + (char) character + "\"\n" + "y".repeat(9));
                }
            }
        }
    }

    private static void check(String text) {
        JsonOutput out = new JsonOutput(0);
        out.string(text);
        String expected = withCodes(JSON.writeValueAsString(text));
        assertThat(text(out)).isEqualTo(expected);
    }

    /** Jackson has short escapes for two characters more, and writes codes in upper case. */
    private static String withCodes(String json) {
        return SHORT_ESCAPE.matcher(json).replaceAll(escape -> switch (escape.group()) {
            case "\\b" -> "\\\\u0008";
            case "\\f" -> "\\\\u000c";
            default -> Matcher.quoteReplacement(escape.group().toLowerCase(Locale.ROOT));
        });
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
                99_999_999,
                100_000_000,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE + 1L,
                10_000_000_000L,
                1_796_071_197_000_000_009L,
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

    @Test
    void anyNumberHasAllItsDigits() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            JsonOutput out = new JsonOutput(0);
            out.number(number);
            assertThat(text(out)).as("seed %d", seed).isEqualTo(Long.toString(number));
        }
    }
}
