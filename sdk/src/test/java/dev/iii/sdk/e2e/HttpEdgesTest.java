package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.middleware.HttpFunctions;
import dev.iii.sdk.http.middleware.MiddlewareDecision;
import dev.iii.sdk.trigger.HttpTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests and answers may be beside the plain ones. */
class HttpEdgesTest {

    @RegisterExtension
    static final Engine engine = new Engine();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Worker worker = engine.worker();
    private final String function = unique("edge");
    private final String route = unique("edge");

    private void serve(HttpTrigger trigger, FunctionHandler<HttpRequest, ?> handler) {
        worker.registerFunction(function, HttpRequest.class, handler);
        worker.registerTrigger(trigger, function).awaitConfirmed(PATIENCE);
    }

    private java.net.http.HttpResponse<String> ask(String method, String path, byte[] body, String... headers)
            throws Exception {
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(
                        URI.create(engine.httpUrl() + "/" + path))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private java.net.http.HttpResponse<String> get(String path, String... headers) throws Exception {
        return ask("GET", path, new byte[0], headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void everyMethodHasItsOwnRoute(String method) throws Exception {
        serve(HttpTrigger.of(method, route), (request, call) -> Map.of("method", request.method()));
        assertThat(ask(method, route, new byte[0]).body()).isEqualTo("{\"method\":\"" + method + "\"}");
        assertThat(ask("HEAD", route, new byte[0]).statusCode()).isIn(404, 405);
    }

    @Test
    void parametersAreDecodedOnceWhateverIsInThem() throws Exception {
        serve(
                HttpTrigger.get(route + "/:id/:%C3%A4"),
                (request, call) -> List.of(new TreeMap<>(request.pathParams()), new TreeMap<>(request.queryParams())));
        String query = "?x=1&x=2&empty=&bare&p=a+b%2Bc%26%3D&%C3%A4=%C3%B6&twice=%252F";
        assertThat(get(route + "/a%2Fb+c%20d%252F/%C3%B6" + query).body())
                .isEqualTo("[{\"%C3%A4\":\"ö\",\"id\":\"a/b+c d%2F\"},{\"bare\":\"\",\"empty\":\"\","
                        + "\"p\":\"a b+c&=\",\"twice\":\"%2F\",\"x\":\"2\",\"ä\":\"ö\"}]");
    }

    @Test
    void ofARepeatedHeaderTheLastValueCountsInAnyCase() throws Exception {
        serve(
                HttpTrigger.get(route),
                (request, call) -> Map.of("h", request.header("X-Trace").orElse("none")));
        assertThat(get(route, "x-trace", "1", "X-TRACE", "2").body()).isEqualTo("{\"h\":\"2\"}");
    }

    @Test
    void cookiesAreHeadersOfTheirOwnAlsoInAStreamedAnswer() throws Exception {
        serve(HttpTrigger.get(route), (request, call) -> {
            HttpResponse answer = HttpResponse.stream(
                            "text/plain", out -> out.write("x".getBytes(StandardCharsets.UTF_8)))
                    .withAddedHeader("vary", "accept")
                    .withAddedHeader("vary", "cookie");
            for (int i = 0; i < 20; i++) {
                answer = answer.withAddedHeader("Set-Cookie", "c" + i + "=" + i + "; Path=/, x");
            }
            return answer;
        });
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.body()).isEqualTo("x");
        assertThat(answer.headers().allValues("set-cookie"))
                .hasSize(20)
                .contains("c0=0; Path=/, x", "c7=7; Path=/, x", "c19=19; Path=/, x");
        assertThat(answer.headers().allValues("vary").toString()).contains("accept, cookie");
    }

    @Test
    void anAnswerWithHeadersAndWithoutABodyHasNone() throws Exception {
        serve(
                HttpTrigger.post(route),
                (request, call) -> HttpResponse.of(201, null).withHeader("location", "/items/7"));
        java.net.http.HttpResponse<String> answer = ask("POST", route, new byte[0]);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("location")).contains("/items/7");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 3_000_000})
    void aBodyOfAnySizeArrivesWhole(int size) throws Exception {
        byte[] body = new byte[size];
        new Random(7).nextBytes(body);
        serve(HttpTrigger.post(route), (request, call) -> {
            byte[] got = request.bodyBytes(3_000_000);
            return Map.of("size", got.length, "hash", Arrays.hashCode(got));
        });
        assertThat(ask("POST", route, body).body())
                .contains("\"size\":" + size)
                .contains("\"hash\":" + Arrays.hashCode(body));
    }

    private void middleware(String name, List<String> seen, MiddlewareDecision decision) {
        worker.registerFunction(HttpFunctions.middleware(function + name, (request, call) -> {
                    seen.add(name);
                    return decision;
                }))
                .awaitConfirmed(PATIENCE);
    }

    @Test
    void middlewareRunsInOrderUntilOneAnswers() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        middleware("first", seen, MiddlewareDecision.proceed());
        middleware(
                "second",
                seen,
                MiddlewareDecision.respond(HttpResponse.of(202, Map.of("stop", true))
                        .withHeader("set-cookie", "a=1")
                        .withAddedHeader("x-seen", "1")
                        .withAddedHeader("x-seen", "2")));
        middleware("third", seen, MiddlewareDecision.proceed());
        serve(
                HttpTrigger.get(route).middleware(function + "first", function + "second", function + "third"),
                (request, call) -> seen.add("function"));
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"stop\":true}");
        assertThat(answer.headers().firstValue("x-seen")).contains("1, 2");
        assertThat(answer.headers().firstValue("set-cookie")).contains("a=1");
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void aMiddlewareThatDecidesNothingLetsNobodyPass() throws Exception {
        worker.registerFunction(HttpFunctions.middleware(function + "mw", (request, call) -> Engine.nothing()));
        serve(HttpTrigger.get(route).middleware(function + "mw"), (request, call) -> "in");
        assertThat(get(route).statusCode()).isEqualTo(500);
    }

    @Test
    void whatAMiddlewareOrAConditionFailsWithIsNotShownToTheClient() throws Exception {
        worker.registerFunction(HttpFunctions.middleware(function + "mw", (request, call) -> {
            throw new IllegalStateException("password is 1234");
        }));
        worker.registerFunction(HttpFunctions.condition(function + "cond", (request, call) -> {
            throw new IllegalStateException("password is 1234");
        }));
        serve(HttpTrigger.get(route).middleware(function + "mw"), (request, call) -> "in");
        worker.registerTrigger(HttpTrigger.get(route + "-2").condition(function + "cond"), function)
                .awaitConfirmed(PATIENCE);
        for (String path : List.of(route, route + "-2")) {
            java.net.http.HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("1234").contains("invocation_failed");
        }
    }

    @Test
    void aMiddlewareMayFailFromWithinAFuture() throws Exception {
        worker.registerFunction(HttpFunctions.middleware(
                function + "mw",
                (request, call) -> CompletableFuture.<MiddlewareDecision>failedFuture(
                                new FunctionException("unauthorized", "sign in first").withHttpStatus(401))
                        .join()));
        serve(HttpTrigger.get(route).middleware(function + "mw"), (request, call) -> "in");
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("sign in first");
    }
}
