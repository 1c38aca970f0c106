package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.Multipart;
import dev.iii.sdk.http.MultipartPart;
import dev.iii.sdk.http.ProblemDetails;
import dev.iii.sdk.http.middleware.HttpFunctions;
import dev.iii.sdk.http.middleware.MiddlewareDecision;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Functions behind http triggers, asked by an HTTP client. */
class HttpTest extends HttpTestBase {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    @Test
    void oneFunctionServesRequestsAndCalls() throws Exception {
        serve(
                HttpTrigger.post(route + "/:sku"),
                Sell.class,
                (sell, call) -> new Sold(sell.sku(), 10 - sell.quantity()));
        java.net.http.HttpResponse<String> answer =
                send(post(route + "/A%2F1", "application/json", "{\"quantity\":3}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(Json.parse(answer.body()).as(Sold.class)).isEqualTo(new Sold("A/1", 7));
        assertThat(worker.trigger(function, new Sell("B", 1), Sold.class)).isEqualTo(new Sold("B", 9));
    }

    @Test
    void aBodyThatDoesNotFitIsAProblemThatNamesTheField() throws Exception {
        serve(HttpTrigger.post(route), Sell.class, (sell, call) -> "not reached");
        java.net.http.HttpResponse<String> answer =
                send(post(route, "application/json", "{\"sku\":\"A\",\"quantity\":\"many\"}"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(Json.parse(answer.body())
                        .field("errors")
                        .elements()
                        .get(0)
                        .field("field")
                        .text())
                .isEqualTo("\"quantity\"");
    }

    @Test
    void anErrorOfTheFunctionHasItsStatusAndData() throws Exception {
        serve((request, call) -> {
            throw new FunctionException("sold_out", "none left")
                    .withHttpStatus(410)
                    .withData(Map.of("sku", "A"));
        });
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.statusCode()).isEqualTo(410);
        Map<?, ?> problem = notNull(Json.parse(answer.body()).as(Map.class));
        assertThat(problem)
                .isEqualTo(Map.of(
                        "type", "about:blank",
                        "title", "Gone",
                        "status", 410,
                        "detail", "none left",
                        "code", "sold_out",
                        "data", Map.of("sku", "A")));
    }

    @Test
    void theRequestIsSeenAsItIs() throws Exception {
        serve(
                HttpTrigger.get(route + "/:id"),
                HttpRequest.class,
                (request, call) -> Map.of(
                        "id", request.pathParam("id").orElse(""),
                        "q", request.queryParam("q").orElse(""),
                        "n", request.queryParam("n", Integer::parseInt).orElse(-1),
                        "agent", request.header("X-Agent").orElse(""),
                        "route", request.route(),
                        "method", request.method(),
                        "http", call.http().isPresent()));
        java.net.http.HttpResponse<String> answer =
                send(request(route + "/a%20b?q=x%20y&n=5").header("x-agent", "me"));
        Json body = Json.parse(answer.body());
        assertThat(body.field("id").text()).isEqualTo("\"a b\"");
        assertThat(body.field("q").text()).isEqualTo("\"x y\"");
        assertThat(body.field("n").text()).isEqualTo("5");
        assertThat(body.field("agent").text()).isEqualTo("\"me\"");
        assertThat(body.field("method").text()).isEqualTo("\"GET\"");
        assertThat(body.field("http").text()).isEqualTo("true");
    }

    @Test
    void aCallOfAFunctionForRequestsIsRefused() {
        worker.registerFunction(function, HttpRequest.class, (request, call) -> "not reached");
        assertThatThrownBy(() -> worker.trigger(function, Map.of()))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_request"))
                .hasMessage("this function accepts only requests of http triggers");
    }

    @Test
    void answersMayBeTextsPagesBytesOrNothing() throws Exception {
        serve((request, call) -> switch (request.queryParam("kind").orElse("")) {
            case "text" -> HttpResponse.text(201, "plain ü");
            case "html" -> HttpResponse.html(200, "<p>page</p>");
            case "bytes" -> HttpResponse.bytes("image/png", new byte[] {(byte) 0x89, 'P', 0, 1});
            case "cookies" ->
                HttpResponse.text(200, "c").withAddedHeader("set-cookie", "a=1").withAddedHeader("set-cookie", "b=2");
            default -> null;
        });
        java.net.http.HttpResponse<String> text = get(route + "?kind=text");
        assertThat(text.statusCode()).isEqualTo(201);
        assertThat(text.body()).isEqualTo("plain ü");
        assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(get(route + "?kind=html").body()).isEqualTo("<p>page</p>");
        java.net.http.HttpResponse<byte[]> bytes = client.send(
                request(route + "?kind=bytes").build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        assertThat(bytes.body()).containsExactly(0x89, 'P', 0, 1);
        assertThat(bytes.headers().firstValue("content-type")).contains("image/png");
        assertThat(get(route + "?kind=cookies").headers().allValues("set-cookie"))
                .containsExactlyInAnyOrder("a=1", "b=2");
        java.net.http.HttpResponse<String> nothing = get(route);
        assertThat(nothing.statusCode()).isEqualTo(204);
        assertThat(nothing.body()).isEmpty();
    }

    @Test
    void theBytesOfABodyAreStreamedIn() throws Exception {
        serve(HttpTrigger.post(route), HttpRequest.class, (request, call) -> {
            byte[] all = request.bodyBytes(10_000_000);
            return Map.of(
                    "size",
                    all.length,
                    "sum",
                    Arrays.hashCode(all),
                    "json",
                    request.body().isNull());
        });
        byte[] body = new byte[3_000_000];
        Arrays.fill(body, (byte) 5);
        java.net.http.HttpResponse<String> answer = send(request(route)
                .header("content-type", "application/octet-stream")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body)));
        Json json = Json.parse(answer.body());
        assertThat(json.field("size").text()).isEqualTo("3000000");
        assertThat(json.field("sum").text()).isEqualTo(String.valueOf(Arrays.hashCode(body)));
        assertThat(json.field("json").text()).isEqualTo("true");
    }

    @Test
    void filesOfAFormAreStreamedIn() throws Exception {
        serve(HttpTrigger.post(route), HttpRequest.class, (request, call) -> {
            List<String> seen = new ArrayList<>();
            try (Multipart parts = request.multipart()) {
                for (Optional<MultipartPart> part = parts.next(); part.isPresent(); part = parts.next()) {
                    seen.add(part.get().name() + " " + part.get().fileName().orElse("-") + " "
                            + part.get().inputStream().readAllBytes().length);
                }
            }
            return seen;
        });
        String body = "--b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nx\r\n"
                + "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
                + "y".repeat(500_000) + "\r\n--b--\r\n";
        assertThat(send(post(route, "multipart/form-data; boundary=b", body)).body())
                .isEqualTo("[\"title - 1\",\"file a.bin 500000\"]");
        assertThat(send(post(route, "text/plain", "no parts")).statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyOverTheHandlersLimitIs413() throws Exception {
        serve(HttpTrigger.post(route), HttpRequest.class, (request, call) -> request.bodyText(10));
        assertThat(send(post(route, "text/plain", "x".repeat(11))).statusCode()).isEqualTo(413);
        assertThat(send(post(route, "text/plain", "x".repeat(10))).body()).isEqualTo("\"xxxxxxxxxx\"");
    }

    @Test
    void aConditionDecidesWhetherARequestIsTaken() throws Exception {
        String condition = unique("condition");
        worker.registerFunction(HttpFunctions.condition(
                        condition,
                        (request, call) -> request.header("x-beta").isPresent()
                                && request.pathParam("id").equals(Optional.of("a b"))
                                && request.method().equals("GET")))
                .awaitConfirmed(PATIENCE);
        serve(HttpTrigger.get(route + "/:id").condition(condition), HttpRequest.class, (request, call) -> "in");
        assertThat(get(route + "/a%20b").statusCode()).isEqualTo(422);
        assertThat(send(request(route + "/a%20b").header("x-beta", "1")).body()).isEqualTo("\"in\"");
    }

    @Test
    void aMiddlewareLetsPassOrAnswers() throws Exception {
        String middleware = unique("middleware");
        worker.registerFunction(HttpFunctions.middleware(middleware, (request, call) -> {
                    String token = request.header("authorization").orElse("");
                    if (token.isEmpty()) {
                        return MiddlewareDecision.respond(ProblemDetails.of(401, "sign in first")
                                .response()
                                .withHeader("www-authenticate", "Bearer"));
                    }
                    if (token.equals("Bearer wrong")) {
                        throw new FunctionException("not_yours", "go away").withHttpStatus(403);
                    }
                    return MiddlewareDecision.proceed();
                }))
                .awaitConfirmed(PATIENCE);
        serve(HttpTrigger.get(route).middleware(middleware), HttpRequest.class, (request, call) -> "in");
        java.net.http.HttpResponse<String> refused = get(route);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(Json.parse(refused.body()).field("detail").text()).isEqualTo("\"sign in first\"");
        java.net.http.HttpResponse<String> wrong = send(request(route).header("authorization", "Bearer wrong"));
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(Json.parse(wrong.body()).field("code").text()).isEqualTo("\"not_yours\"");
        assertThat(send(request(route).header("authorization", "Bearer ok")).body())
                .isEqualTo("\"in\"");
    }

    @Test
    void aCallThatIsNoRequestIsRefusedByAMiddleware() {
        worker.registerFunction(HttpFunctions.middleware(function, (request, call) -> MiddlewareDecision.proceed()));
        assertThatThrownBy(() -> worker.trigger(function, Map.of("a", 1)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_request"))
                .hasMessageContaining("this function is a middleware for http triggers");
    }

    @Test
    void beyondTheInboxTheClientGets503() throws Exception {
        Semaphore go = new Semaphore(0);
        CountDownLatch started = new CountDownLatch(1);
        worker.registerFunction(FunctionDefinition.of(function, HttpRequest.class, (request, call) -> {
                            started.countDown();
                            return go.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                        })
                        .concurrency(1, 0))
                .awaitConfirmed(PATIENCE);
        worker.registerTrigger(HttpTrigger.get(route), function).awaitConfirmed(PATIENCE);
        CompletableFuture<java.net.http.HttpResponse<String>> first =
                client.sendAsync(request(route).build(), java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        java.net.http.HttpResponse<String> second = get(route);
        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(Json.parse(second.body()).field("code").text()).isEqualTo("\"overloaded\"");
        go.release();
        assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("true");
    }

    @Test
    void theRootIsARouteLikeAnyOther() throws Exception {
        worker.registerFunction(function, HttpRequest.class, (request, call) -> HttpResponse.html(200, "<p>home</p>"));
        worker.registerTrigger(HttpTrigger.get("/"), function).awaitConfirmed(PATIENCE);
        assertThat(get("").body()).isEqualTo("<p>home</p>");
        assertThat(get("?a=1").statusCode()).isEqualTo(200);
        assertThat(get(route).statusCode()).isEqualTo(404);
    }
}
