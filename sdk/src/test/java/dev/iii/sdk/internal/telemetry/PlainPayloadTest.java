package dev.iii.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the recognition of plain payloads with the redaction that parses every payload. */
class PlainPayloadTest {

    private static final String[] NAMES = {
        "sku",
        "key",
        "monkey",
        "API_KEY",
        "apikey",
        "api-Key",
        "passenger",
        "passWord",
        "passwd",
        "passphrase",
        "secretary",
        "clientSecret",
        "sec",
        "credential",
        "credit",
        "author",
        "Authorization",
        "auth_token",
        "tokens",
        "token",
        "Token",
        "id_token",
        "id-TOKEN",
        "accessToken",
        "accesstoken",
        "bearer",
        "bear",
        "private_key",
        "cookie",
        "cook",
        "",
        "a",
        "\u212Aey",
        "api_\u212Aey",
        "to\u212Aen",
        "cooK\u0130e",
        "größe",
        "日本"
    };
    private static final String[] STRINGS = {
        "\"\"",
        "\"A-1\"",
        "\"ä€\"",
        "\"😀\"",
        "\"\\n\"",
        "\"\\u0041\"",
        "\"\\/\"",
        "\"{\\\"token\\\":\\\"x\\\"}\"",
        "\"\\\"password\\\":\\\"x\\\"\"",
        "\"password\"",
        "\"a:b,c\"",
        "\"\u007f\u2028\"",
        "\"\uFFFD\"",
        "\"token\""
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "0.0",
        "0.000000",
        "0.0000001",
        "-0.5",
        "1",
        "-17",
        "1.50",
        "12345678901234567890",
        "1e5",
        "1E+5",
        "1.5e-3",
        "999999999999999999",
        "123456789.000001",
        "3.14159265358979",
        "0.000001",
        "-0.000001",
        "1.0E-7"
    };

    private static String name(Random random) {
        String name = NAMES[random.nextInt(NAMES.length)];
        return random.nextInt(3) == 0 ? name + NAMES[random.nextInt(NAMES.length)] : name;
    }

    private static String space(Random random) {
        return random.nextInt(60) == 0 ? " " : "";
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 3 ? 4 : 6);
        StringBuilder json = new StringBuilder(space(random));
        switch (kind) {
            case 0, 1 -> json.append(STRINGS[random.nextInt(random.nextBoolean() ? 3 : STRINGS.length)]);
            case 2 -> json.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> json.append(random.nextBoolean() ? "true" : random.nextBoolean() ? "false" : "null");
            case 4 -> {
                json.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append(value(random, depth + 1)).append(i > 1 ? "," : "");
                }
                json.append(']');
            }
            default -> {
                json.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    json.append('"')
                            .append(name(random))
                            .append('"')
                            .append(space(random))
                            .append(':');
                    json.append(value(random, depth + 1)).append(i > 1 ? "," : "");
                }
                json.append('}');
            }
        }
        return json.append(space(random)).toString();
    }

    @Test
    void resultIsTheSameAsThatOfParsing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int recognized = 0;
        int runs = 20_000;
        for (int i = 0; i < runs; i++) {
            RawJson payload = RawJson.parse(value(random, 0));
            String text = payload.text();
            assertThat(Redaction.of(payload, 10_000))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(Redaction.copied(payload, 10_000));
            int size = payload.length();
            int max = 1 + random.nextInt(size + 2);
            assertThat(Redaction.of(payload, max))
                    .as("seed %d, at most %d bytes of %s", seed, max, text)
                    .isEqualTo(Redaction.copied(payload, max));
            if (PlainPayload.text(payload) != null) {
                recognized++;
            }
        }
        assertThat(recognized).as("recognized payloads, seed %d", seed).isBetween(runs / 10, runs * 9 / 10);
    }

    /** The bytes of a payload are not checked when it is wrapped. */
    @Test
    void damagedBytesAreTreatedLikeByParsing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] clean = "{\"name\":\"ä€x\",\"n\":[1,2.5,true]}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = clean.clone();
            int at = 9 + random.nextInt(6);
            bytes[at] = (byte) random.nextInt(256);
            RawJson payload = RawJson.wrap(bytes);
            if (PlainPayload.text(payload) != null) {
                assertThat(Redaction.of(payload, 1000))
                        .as("seed %d, byte %d is %d", seed, at, bytes[at])
                        .isEqualTo(Redaction.copied(payload, 1000));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sku\":\"A-1\",\"quantity\":3,\"price\":12.50,\"tags\":[null,true,\"größe\"]}",
                "null",
                "\"x\"",
                "-7"
            })
    void usualPayloadsAreRecognized(String json) {
        assertThat(PlainPayload.text(RawJson.parse(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":1}",
                "{ }",
                "\"\\\"\"",
                "\"\\u0041\"",
                "-0",
                "1e5",
                "0.0000001",
                "{\"a\":{\"API_KEY\":\"x\"}}",
                "\"😀\""
            })
    void othersAreParsed(String json) {
        assertThat(PlainPayload.text(RawJson.parse(json))).isNull();
    }
}
