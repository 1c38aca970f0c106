package dev.iii.stub.httpfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the field {@code invocation} of a registration. */
class EndpointReaderTest {

    private final EndpointReader reader =
            new EndpointReader(UrlPolicy.LOCAL, Map.of("TOKEN", "s3cret", "PADDED", "s3cret\u0001"));

    private Endpoint read(String invocation) {
        return reader.read(new RegisterFunction("f", null, null, null, null, RawJson.parse(invocation)));
    }

    @Test
    void theDefaultIsPostWithinThirtySeconds() {
        Endpoint endpoint = read("{\"url\":\"http://h/\",\"timeout_ms\":null,\"auth\":null}");
        assertThat(endpoint).isEqualTo(read("{\"url\":\"http://h/\"}"));
        assertThat(endpoint)
                .isEqualTo(new Endpoint(
                        "f", TargetUrl.parse("http://h/"), "POST", Map.of(), Duration.ofSeconds(30), Credentials.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | missing field `url`",
                "5 | invalid type: integer `5`",
                "{\"url\":1} | invalid type: integer `1`",
                "{\"url\":\"http://h/\",\"method\":\"HEAD\"} | its method is \"HEAD\"; use one of GET, POST, PUT, PATCH, DELETE",
                "{\"url\":\"http://h/\",\"method\":\"get\"} | its method is \"get\"",
                "{\"url\":\"http://h/\",\"method\":null} | invalid type: null, expected a string",
                "{\"url\":\"http://h/\",\"headers\":null} | headers must be an object of strings",
                "{\"url\":\"http://h/\",\"timeout_ms\":-1} | invalid value: integer `-1`",
                "{\"url\":\"http://h/\",\"timeout_ms\":\"1\"} | invalid type: string \"1\"",
                "{\"url\":\"http://h/\",\"headers\":[]} | headers must be an object of strings",
                "{\"url\":\"http://h/\",\"headers\":{\"a\":1}} | the header a must be a string",
                "{\"url\":\"http://h/\",\"headers\":{\"a b\":\"1\"}} | its headers has the name \"a b\"",
                "{\"url\":\"http://h/\",\"auth\":{\"type\":\"basic\"}} | its auth.type is \"basic\"; use bearer, api_key or hmac",
                "{\"url\":\"http://h/\",\"auth\":{\"type\":\"bearer\"}} | its auth needs the field token_key",
                "{\"url\":\"http://h/\",\"auth\":{\"type\":\"hmac\",\"secret_key\":\"NONE\"}} | its auth.secret_key names the environment variable NONE, which is not set for the engine",
                "{\"url\":\"http://h/\",\"auth\":{\"type\":\"api_key\",\"value_key\":\"TOKEN\"}} | its auth needs the field header",
                "{\"url\":\"http://h/\",\"auth\":{\"type\":\"api_key\",\"header\":\"a:b\",\"value_key\":\"TOKEN\"}} | its auth.header has the name \"a:b\"",
                "{\"url\":\"ftp://h/\"} | use http:// or https://",
            })
    void errorNamesTheInvalidField(String invocation, String message) {
        assertThatThrownBy(() -> read(invocation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void secretsAreNotPartOfAnyStringOrMessage() {
        Endpoint bearer = read("{\"url\":\"http://u:s3cret@h/?k=s3cret\",\"headers\":{\"a\":\"s3cret\"},"
                + "\"auth\":{\"type\":\"bearer\",\"token_key\":\"TOKEN\"}}");
        Endpoint hmac = read("{\"url\":\"http://h/\",\"auth\":{\"type\":\"hmac\",\"secret_key\":\"TOKEN\"}}");
        assertThat(bearer + " " + bearer.credentials() + " " + bearer.target()).doesNotContain("s3cret");
        assertThat(hmac + " " + hmac.credentials()).doesNotContain("s3cret");
        assertThat(new HttpFunctionsOptions(UrlPolicy.LOCAL, Map.of("TOKEN", "s3cret"), 1).toString())
                .doesNotContain("s3cret");
        assertThatThrownBy(
                        () -> read("{\"url\":\"http://h/\",\"auth\":{\"type\":\"bearer\",\"token_key\":\"PADDED\"}}"))
                .hasMessageContaining("control character")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void hugeTimeoutIsLimitedToADay() {
        assertThat(read("{\"url\":\"http://h/\",\"timeout_ms\":18446744073709551615}")
                        .timeout())
                .isEqualTo(Duration.ofHours(24));
    }
}
