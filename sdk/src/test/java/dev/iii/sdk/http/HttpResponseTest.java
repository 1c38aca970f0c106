package dev.iii.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.http.middleware.MiddlewareDecision;
import dev.iii.sdk.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HttpResponseTest {

    private static Json body(HttpResponse response) {
        return Json.of(response.body());
    }

    @Test
    void headersThatCannotBeSentAreRefused() {
        HttpResponse response = HttpResponse.of(200, null);
        assertThatThrownBy(() -> response.withHeader("x-a", "v\r\nset-cookie: stolen"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value of header 'x-a' has a control character");
        assertThatThrownBy(() -> response.withHeader("x a", "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a header name: 'x a'");
    }

    @Test
    void aHeaderIsReplacedInAnyCaseOrAdded() {
        HttpResponse response = HttpResponse.text(200, "t").withHeader("Content-Type", "text/csv");
        assertThat(response.headers()).isEqualTo(Map.of("Content-Type", List.of("text/csv")));
        assertThat(response.withAddedHeader("content-TYPE", "x").headers())
                .isEqualTo(Map.of("Content-Type", List.of("text/csv", "x")));
        assertThat(response.header("content-type")).contains("text/csv");
        assertThat(response.header("other")).isEmpty();
        assertThat(response.withStatus(404).toString()).isEqualTo("HttpResponse[404]");
    }

    @Test
    void eventsHaveTheFormOfTheStandard() throws Exception {
        HttpResponse response = HttpResponse.events(events -> {
            events.send("two\nlines");
            events.send(ServerSentEvent.json(Map.of("left", 2))
                    .withEvent("sold")
                    .withId("7")
                    .withRetry(Duration.ofSeconds(2)));
            events.comment("still\nhere");
        });
        assertThat(response.header("content-type")).contains("text/event-stream");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingBody) Objects.requireNonNull(response.body())).writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        ": ",
                        "",
                        "data: two",
                        "data: lines",
                        "",
                        "event: sold",
                        "id: 7",
                        "retry: 2000",
                        "data: {\"left\":2}",
                        "",
                        ": still here",
                        "");
    }

    @Test
    void anEventCannotSmuggleAnother() {
        assertThatThrownBy(() -> ServerSentEvent.of("x").withEvent("a\ndata: b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event contains a line break or a NUL character");
        assertThatThrownBy(() -> ServerSentEvent.of("x").withId("a\r"))
                .hasMessage("id contains a line break or a NUL character");
        assertThat(ServerSentEvent.of("a\r\nb\rc").text()).isEqualTo("data: a\ndata: b\ndata: c\n\n");
    }

    @Test
    void problemsHaveTheMembersOfTheStandard() {
        HttpResponse response = ProblemDetails.of(409, "only 2 left")
                .withType("https://example.org/stock", "Not enough stock")
                .withInstance("/sales/1")
                .with("left", 2)
                .response();
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.header("content-type")).contains("application/problem+json");
        assertThat(body(response).text())
                .isEqualTo("{\"type\":\"https://example.org/stock\",\"title\":\"Not enough stock\",\"status\":409,"
                        + "\"detail\":\"only 2 left\",\"instance\":\"/sales/1\",\"left\":2}");
    }

    @Test
    void failuresOfFunctionsBecomeProblems() {
        assertThat(body(ProblemDetails.of(new FunctionException("sold_out", "none left")
                                        .withHttpStatus(410)
                                        .withData(Map.of("sku", "A")))
                                .response())
                        .text())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Gone\",\"status\":410,\"detail\":\"none left\","
                        + "\"code\":\"sold_out\",\"data\":{\"sku\":\"A\"}}");
        assertThat(body(ProblemDetails.of(new InvalidRequestException(
                                        List.of(new InvalidRequestException.FieldError("sku", "is blank"))))
                                .response())
                        .field("errors")
                        .text())
                .isEqualTo("[{\"field\":\"sku\",\"message\":\"is blank\"}]");
    }

    @Test
    void aProblemIsAnError() {
        assertThatThrownBy(() -> ProblemDetails.of(200, null)).hasMessage("status is 200; it must be from 400 to 599");
        assertThatThrownBy(() -> ProblemDetails.of(400, null).with("title", "x"))
                .hasMessage("extension 'title' has the name of a standard member; use another name");
    }

    @Test
    void whatTheEngineWouldDistortIsNoAnswerOfAMiddleware() {
        assertThatThrownBy(() -> MiddlewareDecision.respond(HttpResponse.html(401, "<p>no</p>")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its content type is text/html");
        HttpResponse cookies =
                HttpResponse.of(401, null).withAddedHeader("Set-Cookie", "a=1").withAddedHeader("set-cookie", "b=2");
        assertThatThrownBy(() -> MiddlewareDecision.respond(cookies))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only one set-cookie header");
    }

    @Test
    void aMiddlewareCannotStream() {
        HttpResponse streamed = HttpResponse.stream("text/plain", out -> out.write(1));
        assertThatThrownBy(() -> MiddlewareDecision.respond(streamed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a middleware cannot stream its response");
    }
}
