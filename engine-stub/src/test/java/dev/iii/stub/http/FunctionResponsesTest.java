package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the conversion of functions' results to responses, beyond the recorded scenarios. */
class FunctionResponsesTest {

    private static HttpResponse of(String json) {
        return FunctionResponses.of(RawJson.parse(json));
    }

    private static String body(HttpResponse answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "201, 201",
        "999, 999",
        "1000, 200",
        "99, 200",
        "-404, 200",
        "404.0, 200",
        "4e2, 200",
        "\"404\", 200",
        "null, 200",
        "18446744073709551616, 200"
    })
    void anInvalidStatusIs200(String given, int expected) {
        assertThat(of("{\"status_code\":" + given + "}").status()).isEqualTo(expected);
    }

    @Test
    void aStatusBelow200IsAFailure() {
        HttpResponse answer = of("{\"status_code\":101,\"body\":1}");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void jsonIsSentWithoutWhiteSpaceBetweenItsTokens() {
        HttpResponse answer = of("{ \"body\" : { \"a b\" : [ 1 , \"x \\\" y\" , null ] } }");
        assertThat(body(answer)).isEqualTo("{\"a b\":[1,\"x \\\" y\",null]}");
        assertThat(answer.headers()).containsExactly(HttpResponse.JSON_TYPE);
    }

    @Test
    void headersThatWouldBreakTheMessageAreOmitted() {
        HttpResponse answer = of(
                "{\"headers\":{\"Content-Length\":\"1\",\"Transfer-Encoding\":\"chunked\",\"Connection\":\"keep-alive\",\"X-Split\":\"a\\r"
                        + "\\n"
                        + "X-Evil: 1\",\"bad name\":\"1\",\"\":\"1\",\"X-Ok\":\"1\",\"X-Tab\":\"a\\tb\"}}");
        assertThat(answer.headers())
                .containsExactly(
                        new HttpResponse.Header("x-ok", "1"),
                        new HttpResponse.Header("x-tab", "a\tb"),
                        HttpResponse.JSON_TYPE);
    }

    @Test
    void aFunctionMayCloseTheConnection() {
        assertThat(of("{\"headers\":{\"Connection\":\"Close\"}}").headers())
                .containsExactly(new HttpResponse.Header("connection", "close"), HttpResponse.JSON_TYPE);
    }

    @Test
    void aListOfLinesMayRepeatAHeader() {
        HttpResponse answer =
                of("{\"headers\":[\"Set-Cookie: a=1\",\"set-cookie: b=2; Path=/\",\":x\",\"no colon\",7]}");
        assertThat(answer.headers())
                .containsExactly(
                        new HttpResponse.Header("set-cookie", "a=1"),
                        new HttpResponse.Header("set-cookie", "b=2; Path=/"),
                        HttpResponse.JSON_TYPE);
    }

    @Test
    void headersOfAMiddlewareAreIgnoredUnlessAllAreStrings() {
        HttpResponse answer = FunctionResponses.ofMiddleware(
                RawJson.parse("{\"status_code\":401,\"headers\":{\"a\":\"1\",\"b\":2},\"body\":\"no\"}"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsExactly(HttpResponse.JSON_TYPE);
        assertThat(body(answer)).isEqualTo("\"no\"");
        assertThat(body(FunctionResponses.ofMiddleware(null))).isEqualTo("null");
    }
}
