package dev.iii.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpFunctionDefinitionTest {

    private final HttpFunctionDefinition function =
            FunctionDefinition.http("pay", "https://pay.example.org/x?secret=1");

    @Test
    void everythingIsOnTheWireAsTheEngineWantsIt() {
        HttpFunctionDefinition full = function.method("put")
                .timeout(Duration.ofSeconds(5))
                .header("x-a", "1")
                .header("x-b", "2");
        assertThat(full.invocation().as(new TypeRef<Map<String, Object>>() {}))
                .isEqualTo(Map.of(
                        "url",
                        "https://pay.example.org/x?secret=1",
                        "method",
                        "PUT",
                        "timeout_ms",
                        5000,
                        "headers",
                        Map.of("x-a", "1", "x-b", "2")));
        assertThat(function.auth(HttpFunctionAuth.bearer("TOKEN")).invocation().fields())
                .containsEntry("auth", Json.of(Map.of("type", "bearer", "token_key", "TOKEN")));
        assertThat(function.auth(HttpFunctionAuth.apiKey("x-key", "KEY"))
                        .invocation()
                        .fields())
                .containsEntry("auth", Json.of(Map.of("type", "api_key", "header", "x-key", "value_key", "KEY")));
        assertThat(function.auth(HttpFunctionAuth.hmac("SECRET")).invocation().fields())
                .containsEntry("auth", Json.of(Map.of("type", "hmac", "secret_key", "SECRET")));
        assertThat(function.invocation().fields())
                .containsEntry("method", Json.of("POST"))
                .hasSize(2);
    }

    @Test
    void theHostMayContainAnUnderscore() {
        assertThat(FunctionDefinition.http("pay", "http://pay_service:8080/charge"))
                .hasToString("HttpFunctionDefinition[pay, http://pay_service]");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> FunctionDefinition.http("", "https://x")).hasMessage("function id is blank");
        assertThatThrownBy(() -> FunctionDefinition.http("f", "ftp://x"))
                .hasMessage("url must be like https://host/path, with the scheme http or https");
        assertThatThrownBy(() -> FunctionDefinition.http("f", "https:///path"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FunctionDefinition.http("f", "no url"))
                .hasMessageStartingWith("url is not a valid URL: ")
                .hasMessageEndingWith("; it must be like https://host/path");
        assertThatThrownBy(() -> function.method("FETCH"))
                .hasMessage("method is FETCH; it must be one of GET, POST, PUT, PATCH, DELETE");
        assertThatThrownBy(() -> function.timeout(Duration.ZERO))
                .hasMessage("timeout is PT0S; it must be longer than zero");
        assertThatThrownBy(() -> function.header("x:y", "1")).hasMessage("not a header name: 'x:y'");
        assertThatThrownBy(() -> function.header("x-y", "1\r\nz: 2"))
                .hasMessage("the value of header 'x-y' has a control character");
        assertThatThrownBy(() -> HttpFunctionAuth.apiKey("x y", "KEY")).hasMessage("not a header name: 'x y'");
        assertThatThrownBy(() -> HttpFunctionAuth.bearer(" ")).hasMessage("token variable is blank");
        assertThatThrownBy(() -> HttpFunctionAuth.apiKey("", "KEY")).hasMessage("header name is blank");
        assertThatThrownBy(() -> HttpFunctionAuth.hmac("")).hasMessage("secret variable is blank");
    }

    @Test
    void theTextHoldsNoSecret() {
        assertThat(function.toString()).isEqualTo("HttpFunctionDefinition[pay, https://pay.example.org]");
    }
}
