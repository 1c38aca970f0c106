package dev.iii.stub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.iii.stub.ChannelClient;
import dev.iii.stub.DedicatedThread;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StalledCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests bodies that pass through channels: large, slow and incomplete ones. */
class HttpBodiesTest {

    private static final long MIB = 1 << 20;
    private static final long TOTAL = 256 * MIB;
    private static final int PERIOD = 251;

    private final EngineStub stub = EngineStub.start();
    private final URI url = stub.workerUrl();
    private final FakeWorker worker = new FakeWorker(url, "files")
            .function("f")
            .route("up", "f", "{\"api_path\":\"f\",\"http_method\":\"POST\"}")
            .route("down", "f", "{\"api_path\":\"f\"}");

    @AfterEach
    void stop() {
        worker.close();
        stub.close();
    }

    private CompletableFuture<HttpResponse<InputStream>> download() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(stub.httpUrl() + "/f")).build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofInputStream());
    }

    private ChannelClient end(JsonNode call, String name, boolean counts) {
        return new ChannelClient(url, call.at("/data/" + name), counts);
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aFunctionThatReadsSlowlySlowsItsClientDown() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (RawHttp socket = new RawHttp(stub.httpUrl())) {
            socket.send(
                    "POST /f HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/octet-stream\r\ncontent-length: "
                            + TOTAL + "\r\n\r\n");
            CompletableFuture<Void> uploading = DedicatedThread.run(() -> upload(socket, sent));
            JsonNode call = worker.takesCall();
            try (ChannelClient body = end(call, "request_body", true).stopsReading()) {
                assertThat(StalledCounter.of(sent)).isLessThan(64 * MIB);
                body.readsAgain();
                uploading.join();
                await().untilAsserted(() -> assertThat(body.counted()).isEqualTo(TOTAL));
                assertThat(body.hears()).isEqualTo("closed");
            }
            worker.answer(call, "{\"body\":\"thanks\"}");
            assertThat(socket.readAnswer()).startsWith("HTTP/1.1 200").endsWith("\"thanks\"");
        }
    }

    private static void upload(RawHttp socket, AtomicLong sent) {
        byte[] period = new byte[PERIOD * 256];
        for (int i = 0; i < period.length; i++) {
            period[i] = (byte) (i % PERIOD);
        }
        try {
            while (sent.get() < TOTAL) {
                int length = (int) Math.min(period.length, TOTAL - sent.get());
                socket.send(length == period.length ? period : Arrays.copyOf(period, length));
                sent.addAndGet(length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aClientThatReadsSlowlySlowsItsFunctionDown() throws IOException {
        AtomicLong sent = new AtomicLong();
        CompletableFuture<HttpResponse<InputStream>> answer = download();
        JsonNode call = worker.takesCall();
        try (ChannelClient response = end(call, "response", false)) {
            response.saysText("{\"type\":\"set_status\",\"status_code\":203}");
            response.saysText("{\"type\":\"set_headers\",\"headers\":{\"Content-Type\":\"video/x\",\"X-N\":5}}");
            worker.answer(call, "null");
            CompletableFuture<Void> writing = DedicatedThread.run(() -> {
                response.writes(TOTAL, 64 << 10, sent);
                response.leaves();
            });
            HttpResponse<InputStream> head = get(answer);
            assertThat(head.statusCode()).isEqualTo(203);
            assertThat(head.headers().firstValue("content-type")).contains("video/x");
            assertThat(StalledCounter.of(sent)).isLessThan(64 * MIB);
            assertThat(countInOrder(head.body())).isEqualTo(TOTAL);
            writing.join();
        }
    }

    private static long countInOrder(InputStream in) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long count = 0;
        int read;
        while ((read = in.read(buffer)) >= 0) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] != (byte) ((count + i) % PERIOD)) {
                    throw new AssertionError("byte " + (count + i) + " is wrong");
                }
            }
            count += read;
        }
        return count;
    }

    @Test
    void writtenBytesArriveBeforeTheResponseIsComplete() throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = download();
        JsonNode call = worker.takesCall();
        try (ChannelClient response = end(call, "response", false)) {
            response.saysBytes("data: 1\n\n");
            InputStream body = get(answer).body();
            assertThat(new String(body.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
            response.saysText("{\"type\":\"set_status\",\"status_code\":500}").saysBytes("data: 2\n\n");
            assertThat(new String(body.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 2\n\n");
            response.leaves();
            assertThat(body.read()).isEqualTo(-1);
        }
        worker.answer(call, "{\"body\":\"too late\"}");
    }

    @Test
    void aDisconnectingClientClosesTheWriterOfItsResponse() throws IOException {
        try (RawHttp socket = new RawHttp(stub.httpUrl())) {
            socket.send("GET /f HTTP/1.1\r\nhost: localhost\r\n\r\n");
            JsonNode call = worker.takesCall();
            try (ChannelClient response = end(call, "response", false)) {
                response.saysBytes("first");
                assertThat(new String(socket.in().readNBytes(12), StandardCharsets.UTF_8))
                        .isEqualTo("HTTP/1.1 200");
                socket.leaves();
                response.writes(Long.MAX_VALUE, 64 << 10, new AtomicLong());
                assertThat(response.hears()).isEqualTo("closed");
            }
        }
    }

    @Test
    void aClientThatDisconnectsDuringItsBodyClosesTheReader() throws IOException {
        JsonNode call;
        try (RawHttp socket = new RawHttp(stub.httpUrl())) {
            String head =
                    "POST /f HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\n";
            socket.send(head + "begin");
            call = worker.takesCall();
            try (ChannelClient body = end(call, "request_body", false)) {
                assertThat(body.hears()).isEqualTo("bytes begin");
                socket.leaves();
                assertThat(body.hears()).isEqualTo("closed");
            }
        }
        worker.answer(call, "{\"body\":1}");
    }

    @Test
    void channelsAreClosedWithTheirRequest() {
        CompletableFuture<HttpResponse<InputStream>> answer = download();
        JsonNode call = worker.takesCall();
        worker.answer(call, "{\"body\":1}");
        assertThat(get(answer).statusCode()).isEqualTo(200);
        for (String name : new String[] {"request_body", "response"}) {
            try (ChannelClient late = end(call, name, false)) {
                assertThat(late.refusal()).contains("404");
            }
        }
    }

    @Test
    void anErrorBeforeTheFirstByteIsTheResponse() throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = download();
        JsonNode call = worker.takesCall();
        try (ChannelClient response = end(call, "response", false)) {
            response.saysText("{\"type\":\"set_status\",\"status_code\":207}")
                    .saysText("no json")
                    .saysText("{\"type\":\"x\"}");
            worker.says("{\"type\":\"invocationresult\",\"invocation_id\":" + call.get("invocation_id")
                    + ",\"function_id\":\"f\",\"error\":{\"code\":\"E\",\"message\":\"m\"}}");
            HttpResponse<InputStream> failed = get(answer);
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(new String(failed.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"code\":\"E\"");
            response.writes(Long.MAX_VALUE, 1024, new AtomicLong());
            assertThat(response.hears()).isEqualTo("closed");
        }
    }
}
