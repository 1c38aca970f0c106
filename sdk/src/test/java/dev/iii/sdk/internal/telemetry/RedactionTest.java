package dev.iii.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.sdk.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static Redaction.Shown shown(String json, int max) {
        return Redaction.of(RawJson.parse(json), max);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "API_KEY",
                "x-api-key",
                "client_SECRET",
                "Authorization",
                "access_key",
                "token",
                "id_token",
                "accessToken",
                "set-cookie",
                "credentials"
            })
    void valuesOfFieldsThatSpeakOfSecretsAreNotShown(String name) {
        assertThat(shown("{\"a\":1,\"" + name + "\":{\"deep\":[\"hunter2\"]},\"b\":\"x\"}", 1000)
                        .json())
                .isEqualTo("{\"a\":1,\"" + name + "\":\"[REDACTED]\",\"b\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "tokenizer", "sku", "key", "keyboard", "pass"})
    void harmlessNamesAreShown(String name) {
        assertThat(shown("{\"" + name + "\":\"x\"}", 1000).json()).isEqualTo("{\"" + name + "\":\"x\"}");
    }

    @Test
    void secretsAreFoundAtAnyDepth() {
        assertThat(shown("[{\"accounts\":[{\"access_token\":\"t1\"},{\"n\":12345678901234567890.5}]}]", 1000)
                        .json())
                .isEqualTo("[{\"accounts\":[{\"access_token\":\"[REDACTED]\"},{\"n\":12345678901234567890.5}]}]");
    }

    @Test
    void scalarsAreShownAsTheyAre() {
        assertThat(shown("null", 100)).isEqualTo(new Redaction.Shown("null", false));
        assertThat(shown("\"password\"", 100)).isEqualTo(new Redaction.Shown("\"password\"", false));
    }

    @Test
    void whatFitsExactlyIsNotCut() {
        assertThat(shown("\"0123456789\"", 12)).isEqualTo(new Redaction.Shown("\"0123456789\"", false));
        assertThat(shown("\"0123456789\"", 11).truncated()).isTrue();
    }

    @Test
    void cutsAreMarkedWithinTheCapAndBetweenCharacters() {
        for (int max = 1; max < 80; max++) {
            Redaction.Shown shown = shown("{\"text\":\"" + "ä€😀".repeat(20) + "\"}", max);
            assertThat(shown.truncated()).isTrue();
            assertThat(shown.json().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(max);
            assertThat(shown.json()).doesNotContain("\uFFFD");
            if (max > Redaction.TRUNCATED.length()) {
                assertThat(shown.json()).endsWith(Redaction.TRUNCATED);
            }
        }
    }

    @Test
    void aSecretBeyondTheCapIsNotShownEither() {
        assertThat(shown("{\"pad\":\"" + "x".repeat(10_000) + "\",\"password\":\"hunter2\"}", 100_000)
                        .json())
                .doesNotContain("hunter2");
        assertThat(shown("{\"password\":\"hunter2\",\"pad\":\"" + "x".repeat(10_000) + "\"}", 60)
                        .json())
                .doesNotContain("hunter2")
                .startsWith("{\"password\":\"[REDACTED]\"");
    }

    /** A payload whose field is this text. */
    private static String shownText(String text, int max) {
        String json =
                shown(Json.object(Map.of("body", Json.of(text))).text(), max).json();
        return Objects.requireNonNull(Json.parse(json).field("body").as(String.class));
    }

    @Test
    void secretsOfJsonThatStandsInATextAreNotShown() {
        assertThat(shownText("{\"channel\": {\"channel_id\": \"c\", \"access_key\": \"k3y\"}}", 1000))
                .isEqualTo("{\"channel\":{\"channel_id\":\"c\",\"access_key\":\"[REDACTED]\"}}");
        String twice = Json.of(Json.object(Map.of("body", Json.of("{\"access_key\":\"k3y\"}")))
                        .text())
                .text();
        assertThat(shownText(twice, 1000)).doesNotContain("k3y").contains("[REDACTED]");
    }

    @Test
    void secretsOfJsonThatIsDamagedOrStandsBetweenWordsAreNotShown() {
        assertThat(shownText("{\"a\":1,\"password\" : \"hunter2", 1000))
                .isEqualTo("{\"a\":1,\"password\":\"[REDACTED]\"}");
        assertThat(shownText("sent {\"token\":\"hunt\\\"er2\",\"b\":\"x\"} to them", 1000))
                .isEqualTo("sent {\"token\":\"[REDACTED]\",\"b\":\"x\"} to them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"sku\": \"A\" }", "[INFO] \"done\"", "{name}", "\"quoted\"", "he said \"no\"", ""})
    void harmlessTextsAreShownAsTheyAre(String text) {
        assertThat(shownText(text, 1000)).isEqualTo(text);
    }

    @Test
    void aSecretInALongTextIsCutWithIt() {
        String text = "{\"access_key\":\"k3y\",\"pad\":\"" + "x".repeat(10_000) + "\"}";
        String json = Json.object(Map.of("body", Json.of(text))).text();
        for (int max = 1; max < 200; max++) {
            Redaction.Shown shown = shown(json, max);
            assertThat(shown.truncated()).isTrue();
            assertThat(shown.json()).doesNotContain("k3y");
            assertThat(shown.json().length()).isLessThanOrEqualTo(max);
        }
    }
}
