package dev.iii.sdk.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
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
}
