package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the HTTP port with large, unusual and invalid requests. */
class HttpInputTest extends HttpPortScene {

    private static final String JSON_POST = "POST /f HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";

    @Test
    void aBodyMayArriveByteByByte() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("body") + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        String body = "{\"name\":\"é😀\"}";
        try (RawHttp socket = raw()) {
            socket.send("POST /f HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + "\r\n\r\n");
            for (byte b : body.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                socket.send(new byte[] {b});
            }
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").endsWith(body);
        }
    }

    @Test
    void aClientMayExpectContinueBeforeItSendsItsBody() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("body") + "}")
                .route("t", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}");
        try (RawHttp socket = raw()) {
            socket.send("POST /f HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\n");
            socket.send("content-type: application/json\r\ncontent-length: 3\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 100");
            assertThat(socket.send("[1]").readAnswer())
                    .startsWith("HTTP/1.1 200")
                    .endsWith("[1]");
        }
    }

    @Test
    void headsThatAreTooLargeOrInvalidGetOnlyAStatus() throws IOException {
        String[][] heads = {
            {"414", "GET /" + "x".repeat(66_000) + " HTTP/1.1\r\nhost: localhost\r\n\r\n"},
            {"431", "GET / HTTP/1.1\r\nhost: localhost\r\n" + "a: b\r\n".repeat(101) + "\r\n"},
            {"431", "GET / HTTP/1.1\r\nhost: localhost\r\na: " + "x".repeat(500_000) + "\r\n\r\n"},
            {"400", "this is not HTTP\r\n\r\n"},
            {"400", "GET /f?q={\"b\":1} HTTP/1.1\r\nhost: localhost\r\n\r\n"},
            {"400", "GET /f?q=<b> HTTP/1.1\r\nhost: localhost\r\n\r\n"},
            {"400", "GET /f/<b> HTTP/1.1\r\nhost: localhost\r\n\r\n"},
            {"400", "GET /f/`b` HTTP/1.1\r\nhost: localhost\r\n\r\n"},
            {"400", "GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n"},
            {"400", "GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"},
        };
        for (String[] head : heads) {
            try (RawHttp socket = raw()) {
                try {
                    socket.send(head[1]);
                } catch (IOException refusedEarly) {
                    // The test only checks the response.
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
    void aHundredHeadersAndALongOneAreAccepted() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("headers").size() + "}")
                .route("t", "f", "{\"api_path\":\"f\"}");
        StringBuilder head = new StringBuilder("GET /f HTTP/1.1\r\nhost: localhost\r\n");
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
    void theLastOfARepeatedHeaderIsUsedAndANonAsciiValueIsEmpty() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("headers") + "}").route("t", "f", "{\"api_path\":\"f\"}");
        try (RawHttp socket = raw()) {
            socket.send("GET /f HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\nx-a: 2\r\nX-U: é\r\n\r\n");
            assertThat(socket.readAnswer()).endsWith("{\"host\":\"localhost\",\"x-a\":\"2\",\"x-u\":\"\"}");
        }
    }

    @Test
    void unusualPathsReachTheirRouteAsSent() throws IOException {
        worker.function("f", data -> "{\"body\":" + data.get("path_params") + "}")
                .route("t", "f", "{\"api_path\":\"p/:a/:b\"}");
        try (RawHttp socket = raw()) {
            for (String path :
                    List.of("%zz/..", "%2e%2E/%00", "%/%4", "a;b=c/%2F", "%F0%9F%98%80/~!$&'()*+,=:@", "|/^{}")) {
                String[] parts = path.split("/", -1);
                socket.send("GET /p/" + path + "?x=%zz HTTP/1.1\r\nhost: localhost\r\n\r\n");
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
            all.append("POST /f?n=").append(i).append(" HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n/%zz ");
        }
        try (RawHttp socket = raw()) {
            socket.send(all.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(socket.readAnswer()).endsWith("\"" + i + "\"");
            }
        }
    }

    private void takesSmallBodies() throws IOException {
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
    }

    @Test
    void aJsonBodyTooLargeForAWorkerMessageIsRefused() throws IOException {
        takesSmallBodies();
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

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 8388610", "transfer-encoding: chunked"})
    void aClientThatSendsTheWholeBodyFirstReceivesTheRefusal(String framing) throws IOException {
        takesSmallBodies();
        String json = "\"" + "x".repeat(8 << 20) + "\"";
        boolean chunked = framing.endsWith("chunked");
        try (RawHttp socket = new RawHttp(stub.httpUrl())) {
            socket.send(JSON_POST + framing + "\r\n\r\n");
            socket.send(chunked ? Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n" : json);
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 413").contains("A JSON body may have");
            socket.send(JSON_POST + "content-length: 4\r\n\r\n\"xx\"");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").endsWith("2");
        }
    }

    @Test
    void aClientThatExpectsContinueReceivesTheRefusalBeforeItSends() throws IOException {
        takesSmallBodies();
        try (RawHttp socket = new RawHttp(stub.httpUrl())) {
            socket.send(JSON_POST + "expect: 100-continue\r\ncontent-length: 8388610\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void anEndlessBodyIsNotReadCompletely() throws IOException {
        takesSmallBodies();
        try (RawHttp socket = new RawHttp(stub.httpUrl())) {
            socket.send(JSON_POST + "content-length: 1000000000\r\n\r\n");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 413");
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
}
