package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubException;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests the HTTP port with slow, numerous and disconnecting clients, and with routes that change. */
class HttpWorkerTest extends HttpPortScene {

    @Test
    void aThousandRequestsWaitWithoutAThreadEach() throws IOException {
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        List<RawHttp> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                waiting.add(raw().send("GET /slow?n=" + i + " HTTP/1.1\r\nhost: localhost\r\n\r\n"));
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
    void optionsListsTheMethodsOfAPath() throws IOException {
        worker.function("f").route("t", "f", "{\"api_path\":\"known\"}");
        try (RawHttp socket = raw()) {
            socket.send("OPTIONS /known HTTP/1.1\r\nhost: localhost\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").containsIgnoringCase("\r\nallow: GET,HEAD\r\n");
            socket.send("OPTIONS /unknown HTTP/1.1\r\nhost: localhost\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("\r\nallow:");
        }
    }

    @Test
    void aLateResultIsDroppedAndTheConnectionStaysUsable() throws IOException {
        restart("default_timeout: 200");
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        worker.function("fast", data -> "{\"body\":\"here\"}").route("u", "fast", "{\"api_path\":\"fast\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n");
            JsonNode call = worker.takesCall();
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 504").endsWith("\r\n\r\n");
            worker.answer(call, "{\"body\":\"late\"}");
            socket.send("GET /fast HTTP/1.1\r\nhost: localhost\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").endsWith("\"here\"");
        }
    }

    private static String jsonPost(int length) {
        return "POST /f HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: " + length
                + "\r\n\r\n";
    }

    @Test
    void aBodyThatNeverCompletesEndsWithTheTimeout() throws IOException {
        restart("default_timeout: 300");
        worker.function("f").route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        try (RawHttp socket = raw()) {
            socket.send(jsonPost(100) + "{");
            assertThat(socket.readAll()).startsWith("HTTP/1.1 504");
        }
        worker.hasNoCall();
    }

    @Test
    void aClientThatDisconnectsDuringItsBodyLeavesNothingBehind() throws IOException {
        worker.function("f", data -> "{\"body\":1}").route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        for (int i = 0; i < 20; i++) {
            try (RawHttp socket = raw()) {
                socket.send(jsonPost(9) + "{");
            }
        }
        assertThat(get(send(to("/f").POST(BodyPublishers.ofString("{}")))).body())
                .isEqualTo("1");
        worker.hasNoCall();
    }

    @Test
    void aClientThatDisconnectsWhileTheFunctionRunsDoesNotAffectOthers() throws IOException {
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n");
            worker.answer(worker.takesCall(), "{\"body\":\"first\"}");
            assertThat(socket.readAnswer()).endsWith("\"first\"");
            socket.send("GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n");
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
    void aRefusedPathIsReportedAndDoesNotAffectOtherRoutes() {
        worker.function("f", data -> "{\"body\":1}").route("bad", "f", "{\"api_path\":\"a/*rest\"}");
        JsonNode refusal = worker.hearsRefusal();
        assertThat(refusal.at("/error/code").stringValue()).isEqualTo("trigger_registration_failed");
        assertThat(refusal.at("/error/message").stringValue()).contains("\"*rest\" begins with *", "{*name}");
        worker.route("good", "f", "{\"api_path\":\"a\"}");
        assertThat(get(send(to("/a"))).body()).isEqualTo("1");
    }

    @Test
    void aResponseMaySetTwoCookies() {
        worker.function("f", data -> "{\"headers\":[\"set-cookie: a=1\",\"set-cookie: b=ü\"],\"body\":1}")
                .route("t", "f", "{\"api_path\":\"f\"}");
        HttpResponse<String> answer = get(send(to("/f")));
        assertThat(answer.headers().allValues("set-cookie")).hasSize(2).first().isEqualTo("a=1");
        assertThat(answer.headers().allValues("access-control-allow-origin")).containsExactly("*");
    }

    @Test
    void aPortInUseAndAnInvalidConfigAreReportedInOneLine() {
        int port = stub.httpUrl().getPort();
        assertThatThrownBy(() ->
                        EngineStub.start(StubOptions.builder().httpPort(port).build()))
                .isInstanceOf(StubException.class)
                .hasMessage("The HTTP port " + port
                        + " on 127.0.0.1 is in use; stop what listens there or choose another port");
        for (String[] config : new String[][] {
            {"middleware: [{ priority: 1 }]", "needs a function_id"},
            {"middleware: [{ function_id: f, phase: postHandler }]", "must be one of preHandler"},
            {"default_timeout: soon", "must be a whole number from 1"},
            {"cors: { allowed_origins: 5 }", "must be a list"},
        }) {
            Path file = folder.resolve("bad.yaml");
            assertThatThrownBy(() -> {
                        Files.writeString(
                                file, "workers:\n  - name: iii-http\n    config: { port: 0, " + config[0] + " }\n");
                        EngineStub.start(StubOptions.builder().configFile(file).build());
                    })
                    .isInstanceOf(StubException.class)
                    .hasMessageContaining(config[1])
                    .hasMessageContaining("bad.yaml:3: ");
        }
    }

    @Test
    void closingTheEngineEndsWaitingRequests() throws IOException {
        worker.function("slow").route("t", "slow", "{\"api_path\":\"slow\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n");
            worker.takesCall();
            stub.close();
            try {
                assertThat(socket.readAll()).doesNotContain("200");
            } catch (IOException reset) {
                // A reset also ends the request.
            }
        }
    }

    @Test
    void aMissingFunctionIs500WithAnErrorId() {
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
