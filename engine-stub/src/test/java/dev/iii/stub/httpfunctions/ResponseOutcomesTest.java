package dev.iii.stub.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the conversion of HTTP responses to outcomes. */
class ResponseOutcomesTest {

    private static Outcome outcome(int status, String body) {
        return ResponseOutcomes.outcome(status, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "404 | {\"error\":{\"code\":\"A\",\"message\":\"b\"}} | A | b",
                "404 | {\"error\":{\"code\":\"A\"}} | A | HTTP request failed",
                "404 | {\"error\":{\"code\":5,\"message\":\"b\"}} | http_error | b",
                "404 | {\"error\":null} | http_error | HTTP request failed",
                "404 | {\"errors\":[]} | http_error | HTTP 404 Not Found",
                "404 | [\"error\"] | http_error | HTTP 404 Not Found",
                "500 | nonsense | http_error | HTTP 500 Internal Server Error",
                "499 | {} | http_error | HTTP 499 <unknown status code>",
                "599 | {} | http_error | HTTP 599 <unknown status code>",
                "418 | {} | http_error | HTTP 418 I'm a teapot",
            })
    void errorComesFromTheBodyOrTheStatus(int status, String body, String code, String message) {
        assertThat(outcome(status, body)).isEqualTo(Outcome.failure(code, message));
    }

    @Test
    void emptyBodyAndNullAreDifferent() {
        assertThat(outcome(200, "")).isEqualTo(Outcome.NONE);
        assertThat(outcome(200, " null ")).isEqualTo(Outcome.value(RawJson.NULL));
        assertThat(outcome(302, "")).isEqualTo(Outcome.NONE);
        assertThat(outcome(302, "5")).isEqualTo(Outcome.value(RawJson.parse("5")));
    }

    @Test
    void nestingOfAResponseIsLimitedByTheFrame() {
        assertThat(outcome(200, "[".repeat(126) + "]".repeat(126))).isInstanceOf(Outcome.Value.class);
        assertThat(outcome(200, "[".repeat(127) + "]".repeat(127))).isInstanceOf(Outcome.Failure.class);
        assertThat(outcome(200, "[".repeat(1_000_000))).isInstanceOf(Outcome.Failure.class);
        assertThat(outcome(500, "[".repeat(1_000_000)))
                .isEqualTo(Outcome.failure("http_error", "HTTP 500 Internal Server Error"));
    }

    @Test
    void loneSurrogatesAndTrailingTextAreInvalidJson() {
        assertThat(outcome(200, "\"\\ud800\"")).isInstanceOf(Outcome.Failure.class);
        assertThat(outcome(200, "1 2")).isInstanceOf(Outcome.Failure.class);
    }
}
