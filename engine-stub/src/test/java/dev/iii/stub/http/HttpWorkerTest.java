package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The HTTP port with clients that are slow, rude, many or gone. */
class HttpWorkerTest {

    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private EngineStub stub;
    private FakeWorker worker;

    @BeforeEach
    void start() throws IOException {
        start("default_timeout: 30000");
    }

    private void start(String config) throws IOException {
        Path file = folder.resolve("engine.yaml");
        Files.writeString(
                file,
                "workers:\n  - name: iii-worker-manager\n    config: { port: 0 }\n  - name: http\n    config: { port: 0, "
                        + config + " }\n");
        stub = EngineStub.start(StubOptions.builder().configFile(file).build());
        worker = new FakeWorker(stub.workerUrl(), "shop");
    }

    private void restart(String config) throws IOException {
        stop();
        start(config);
    }

    @AfterEach
    void stop() {
        worker.close();
        stub.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("iii-stub"));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(stub.httpUrl() + path));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private RawHttp raw() throws IOException {
        return new RawHttp(stub.httpUrl());
    }

    @Test
    void aThousandRequestsWaitWithoutAThreadEach() throws IOException {
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        List<RawHttp> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                waiting.add(raw().send("GET /slow?n=" + i + " HTTP/1.1\r\nhost: x\r\n\r\n"));
            }
            List<JsonNode> calls = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                calls.add(worker.takesCall());
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("iii-stub"))
                    .hasSizeLessThan(40);
            for (JsonNode call : calls) {
                worker.answer(call, "{\"body\":" + call.at("/data/query_params/n") + "}");
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(waiting.get(i).readAnswer())
                        .startsWith("HTTP/1.1 200")
                        .endsWith("\"" + i + "\"");
            }
        } finally {
            for (RawHttp socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void aLateAnswerIsDroppedAndTheConnectionGoesOn() throws IOException {
        restart("default_timeout: 200");
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        worker.function("fast", data -> "{\"body\":\"here\"}").route("u", "fast", "{\"api_path\":\"fast\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n");
            JsonNode call = worker.takesCall();
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 504").endsWith("\r\n\r\n");
            worker.answer(call, "{\"body\":\"late\"}");
            socket.send("GET /fast HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").endsWith("\"here\"");
        }
    }

    @Test
    void aBodyThatNeverCompletesEndsWithTheTimeout() throws IOException {
        restart("default_timeout: 300");
        worker.function("f").route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        try (RawHttp socket = raw()) {
            socket.send(
                    "POST /f HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
            assertThat(socket.readAll()).startsWith("HTTP/1.1 504");
        }
        worker.hasNoCall();
    }

    @Test
    void aBodyMayComeByteByByte() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("body") + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        String body = "{\"name\":\"é😀\"}";
        try (RawHttp socket = raw()) {
            socket.send("POST /f HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + "\r\n\r\n");
            for (byte b : body.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                socket.send(new byte[] {b});
            }
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").endsWith(body);
        }
    }

    @Test
    void aClientMayAskBeforeItSendsItsBody() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("body") + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        try (RawHttp socket = raw()) {
            socket.send("POST /f HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n");
            socket.send("content-type: application/json\r\ncontent-length: 3\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 100");
            assertThat(socket.send("[1]").readAnswer())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("[1]");
        }
    }

    @Test
    void aClientThatLeavesDuringItsBodyCostsNothing() throws IOException {
        worker.function("f", data -> "{\"body\":1}").route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        for (int i = 0; i < 20; i++) {
            try (RawHttp socket = raw()) {
                socket.send(
                        "POST /f HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{");
            }
        }
        assertThat(get(send(to("/f").POST(BodyPublishers.ofString("{}")))).body())
                .isEqualTo("1");
        worker.hasNoCall();
    }

    @Test
    void aClientThatLeavesWhileTheFunctionWorksDisturbsNobody() throws IOException {
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n");
            worker.answer(worker.takesCall(), "{\"body\":\"first\"}");
            assertThat(socket.readAnswer()).endsWith("\"first\"");
            socket.send("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n");
        }
        worker.answer(worker.takesCall(), "{\"body\":\"nobody hears\"}");
        CompletableFuture<HttpResponse<String>> next = send(to("/slow"));
        worker.answer(worker.takesCall(), "{\"body\":\"next\"}");
        assertThat(get(next).body()).isEqualTo("\"next\"");
    }

    @Test
    void routesMayChangeUnderLoad() {
        worker.function("f", data -> "{\"body\":" + data.get("path") + "}")
                .route("t", "f", "{\"api_path\":\"r/:a\"}")
                .route("stable", "f", "{\"api_path\":\"stable\"}");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(send(to("/stable")));
            answers.add(send(to("/r/" + i)));
            worker.says("{\"type\":\"registertrigger\",\"id\":\"t\",\"trigger_type\":\"http\",\"function_id\":\"f\","
                    + "\"config\":{\"api_path\":\"/r/:a\"}}");
            worker.says("{\"type\":\"registertrigger\",\"id\":\"x" + i
                    + "\",\"trigger_type\":\"http\",\"function_id\":\"f\",\"config\":{\"api_path\":\"r/x" + i
                    + "/y\"}}");
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(get(answer).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void headsThatAreTooLargeOrNoHttpGetAStatusAndNothingElse() throws IOException {
        String[][] heads = {
            {"414", "GET /" + "x".repeat(66_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"},
            {"431", "GET / HTTP/1.1\r\nhost: x\r\n" + "a: b\r\n".repeat(101) + "\r\n"},
            {"431", "GET / HTTP/1.1\r\nhost: x\r\na: " + "x".repeat(500_000) + "\r\n\r\n"},
            {"400", "this is no HTTP\r\n\r\n"},
            {"400", "GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n"},
            {"400", "GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"},
        };
        for (String[] head : heads) {
            try (RawHttp socket = raw()) {
                try {
                    socket.send(head[1]);
                } catch (IOException refusedEarly) {
                    // The answer counts.
                }
                assertThat(socket.readAll())
                        .startsWith("HTTP/1.1 " + head[0])
                        .doesNotContain("<html")
                        .endsWith("\r\n\r\n");
            }
        }
        worker.function("f", data -> "{\"body\":1}").route("t", "f", "{\"api_path\":\"f\"}");
        assertThat(get(send(to("/f"))).body()).isEqualTo("1");
    }

    @Test
    void aHundredHeadersAndALongOnePass() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("headers").size() + "}")
                .route("t", "f", "{\"api_path\":\"f\"}");
        StringBuilder head = new StringBuilder("GET /f HTTP/1.1\r\nhost: x\r\n");
        for (int i = 0; i < 98; i++) {
            head.append("x-").append(i).append(": 1\r\n");
        }
        head.append("x-long: ").append("x".repeat(300_000)).append("\r\n\r\n");
        try (RawHttp socket = raw()) {
            assertThat(socket.send(head.toString()).readAnswer())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("100");
        }
    }

    @Test
    void ofARepeatedHeaderTheLastCountsAndWhatIsNotAsciiIsEmpty() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("headers") + "}").route("t", "f", "{\"api_path\":\"f\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /f HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a: 2\r\nX-U: é\r\n\r\n");
            assertThat(socket.readAnswer()).endsWith("{\"host\":\"x\",\"x-a\":\"2\",\"x-u\":\"\"}");
        }
    }

    @Test
    void pathsThatOthersRefuseReachTheirRouteAsSent() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("path_params") + "}")
                .route("t", "f", "{\"api_path\":\"p/:a/:b\"}");
        try (RawHttp socket = raw()) {
            for (String path :
                    List.of("%zz/..", "%2e%2E/%00", "%/%4", "a;b=c/%2F", "%F0%9F%98%80/~!$&'()*+,=:@", "|/^`{}")) {
                String[] parts = path.split("/", -1);
                socket.send("GET /p/" + path + "?x=%zz HTTP/1.1\r\nhost: x\r\n\r\n");
                assertThat(socket.readAnswer())
                        .as(path)
                        .endsWith("{\"a\":\"" + parts[0] + "\",\"b\":\"" + parts[1] + "\"}");
            }
        }
    }

    @Test
    void requestsInOneSegmentAreAnsweredInOrder() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.at("/query_params/n") + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            all.append("POST /f?n=").append(i).append(" HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n/%zz ");
        }
        try (RawHttp socket = raw()) {
            socket.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(socket.readAnswer()).endsWith("\"" + i + "\"");
            }
        }
    }

    @Test
    void aJsonBodyThatNoWorkerCouldBeSentIsRefused() throws IOException {
        stop();
        stub = EngineStub.start(StubOptions.builder()
                .maxMessageBytes(1 << 20)
                .maxOutboxBytes(3 << 20)
                .build());
        worker = new FakeWorker(stub.workerUrl(), "shop");
        worker.function(
                        "f",
                        data -> "{\"body\":" + data.get("body").stringValue().length() + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        for (int size : new int[] {3 << 20, 1 << 20}) {
            HttpRequest.Builder request = to("/f").header("content-type", "application/json")
                    .POST(BodyPublishers.ofString("\"" + "x".repeat(size) + "\""));
            HttpResponse<String> answer = get(send(request));
            if (size > 2 << 20) {
                assertThat(answer.statusCode()).isEqualTo(413);
                assertThat(answer.body()).contains("A JSON body may have");
            } else {
                assertThat(answer.body()).isEqualTo(Integer.toString(size));
            }
        }
    }

    @Test
    void sixtyFourMebibytesOfJsonReachTheFunction() {
        worker.function(
                        "f",
                        data -> "{\"body\":" + data.get("body").stringValue().length() + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        int size = (64 << 20) - 2;
        byte[] body = new byte[size + 2];
        java.util.Arrays.fill(body, (byte) 'x');
        body[0] = '"';
        body[size + 1] = '"';
        HttpRequest.Builder request =
                to("/f").header("content-type", "application/json").POST(BodyPublishers.ofByteArray(body));
        assertThat(get(send(request)).body()).isEqualTo(Integer.toString(size));
    }

    @Test
    void deepOrBrokenJsonIsNull() {
        worker.function("f", data -> "{\"body\":" + data.get("body") + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        for (String body :
                List.of("[".repeat(100_000), "[".repeat(200) + "]".repeat(200), "{\"a\":1}x", "\"\\ud800\"", "")) {
            HttpRequest.Builder request =
                    to("/f").header("content-type", "application/json").POST(BodyPublishers.ofString(body));
            assertThat(get(send(request)).body()).isEqualTo("null");
        }
        HttpRequest.Builder notUtf8 = to("/f").header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xFF, '"'}));
        assertThat(get(send(notUtf8)).body()).isEqualTo("null");
    }

    @Test
    void aRefusedPathIsVisibleAndHurtsNobodyElse() {
        worker.function("f", data -> "{\"body\":1}").route("bad", "f", "{\"api_path\":\"a/*rest\"}");
        JsonNode refusal = worker.hearsRefusal();
        assertThat(refusal.at("/error/code").stringValue()).isEqualTo("trigger_registration_failed");
        assertThat(refusal.at("/error/message").stringValue()).contains("\"*rest\" begins with *", "{*name}");
        worker.route("good", "f", "{\"api_path\":\"a\"}");
        assertThat(get(send(to("/a"))).body()).isEqualTo("1");
    }

    @Test
    void anAnswerMaySetCookiesTwice() {
        worker.function("f", data -> "{\"headers\":[\"set-cookie: a=1\",\"set-cookie: b=ü\"],\"body\":1}")
                .route("t", "f", "{\"api_path\":\"f\"}");
        HttpResponse<String> answer = get(send(to("/f")));
        assertThat(answer.headers().allValues("set-cookie")).hasSize(2).first().isEqualTo("a=1");
        assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly("*");
    }

    @Test
    void closingTheEngineEndsRequestsThatWait() throws IOException {
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n");
            worker.takesCall();
            stub.close();
            try {
                assertThat(socket.readAll()).doesNotContain("200");
            } catch (IOException reset) {
                // That is an end, too.
            }
        }
    }

    @Test
    void aFunctionThatIsGoneIs500WithAnErrorId() {
        worker.route("t", "nobody", "{\"api_path\":\"f\"}");
        HttpResponse<String> answer = get(send(to("/f")));
        JsonNode error = FakeWorker.MAPPER.readTree(answer.body()).get("error");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(error.get("code").stringValue()).isEqualTo("function_not_found");
        assertThat(error.get("error_id").stringValue()).matches("[0-9a-f]{1,12}");
        await().untilAsserted(() ->
                assertThat(worker.call("engine::baggage::get_all", "{}")).isNotNull());
    }
}
