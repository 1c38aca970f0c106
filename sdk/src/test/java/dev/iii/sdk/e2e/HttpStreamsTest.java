package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.notNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.channel.ChannelException;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.http.HttpRequest;
import dev.iii.sdk.http.HttpResponse;
import dev.iii.sdk.http.ServerSentEvent;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of http triggers that are sent piece by piece. */
class HttpStreamsTest extends HttpTestBase {

    @Test
    void aStreamedAnswerComesPieceByPiece() throws Exception {
        Semaphore go = new Semaphore(0);
        serve((request, call) -> HttpResponse.stream("text/plain", out -> {
                    out.write("first".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    assertThat(go.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                    out.write(new byte[300_000]);
                })
                .withStatus(206)
                .withHeader("x-kind", "streamed"));
        java.net.http.HttpResponse<InputStream> answer =
                client.send(request(route).build(), java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("x-kind")).contains("streamed");
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(5)).asString().isEqualTo("first");
            go.release();
            assertThat(body.readAllBytes()).hasSize(300_000);
        }
    }

    @Test
    void anEmptyStreamIsAnAnswerToo() throws Exception {
        serve((request, call) -> HttpResponse.stream("text/plain", out -> {}).withStatus(202));
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aStreamThatFailsBeforeItsFirstByteIsAProblem() throws Exception {
        serve((request, call) -> HttpResponse.stream("text/plain", out -> {
            out.write(1);
            throw new FunctionException("too_late", "closed").withHttpStatus(409);
        }));
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.parse(answer.body()).field("code").text()).isEqualTo("\"too_late\"");
    }

    @Test
    void aStreamThatFailsLaterEndsEvenSo() throws Exception {
        serve((request, call) -> HttpResponse.stream("text/plain", out -> {
            out.write("half".getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw new IllegalStateException("broke off");
        }));
        java.net.http.HttpResponse<String> answer = get(route);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("half");
    }

    @Test
    void aWriteAfterTheStreamWasClosedThrows() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        serve((request, call) -> HttpResponse.stream("text/plain", out -> {
            out.write("all".getBytes(StandardCharsets.UTF_8));
            out.close();
            out.flush();
            try {
                out.write('x');
                thrown.complete(new AssertionError("the byte was accepted"));
            } catch (ChannelException e) {
                thrown.complete(e);
            }
        }));
        assertThat(get(route).body()).isEqualTo("all");
        assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessageContaining("the stream was closed");
    }

    @Test
    void anAsynchronousHandlerMayStream() throws Exception {
        worker.registerFunction(FunctionDefinition.ofAsync(
                        function,
                        HttpRequest.class,
                        (request, call) -> CompletableFuture.supplyAsync(
                                () -> HttpResponse.stream("text/plain", out -> out.write('x')))))
                .awaitConfirmed(PATIENCE);
        worker.registerTrigger(HttpTrigger.get(route), function).awaitConfirmed(PATIENCE);
        assertThat(get(route).body()).isEqualTo("x");
    }

    @Test
    void eventsArriveOneByOneAndTheHandlerNoticesThatTheClientHasLeft() throws Exception {
        BlockingQueue<Optional<ServerSentEvent>> events = new LinkedBlockingQueue<>();
        CountDownLatch left = new CountDownLatch(1);
        serve((request, call) -> HttpResponse.events(sink -> {
            try {
                for (Optional<ServerSentEvent> event = events.take(); event.isPresent(); event = events.take()) {
                    sink.send(event.get());
                }
                while (true) {
                    sink.send("x".repeat(10_000));
                }
            } finally {
                left.countDown();
            }
        }));
        java.net.http.HttpResponse<InputStream> answer =
                client.send(request(route).build(), java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            events.add(Optional.of(ServerSentEvent.of("one").withId("1")));
            assertThat(lines.readLine()).isEqualTo(": ");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("id: 1");
            assertThat(lines.readLine()).isEqualTo("data: one");
            assertThat(lines.readLine()).isEmpty();
            events.add(Optional.of(ServerSentEvent.of("two")));
            assertThat(lines.readLine()).isEqualTo("data: two");
        }
        events.add(Optional.empty());
        assertThat(left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWorkerThatCallsGetsAChannelToRead() throws Exception {
        worker.registerFunction(
                function,
                (json, call) -> HttpResponse.stream("text/plain", out -> {
                    out.write(new byte[200_000]);
                }));
        ChannelReader reader = notNull(worker.trigger(function, null, ChannelReader.class));
        assertThat(reader.inputStream().readAllBytes()).hasSize(200_000);
    }

    @Test
    void aWorkerThatCallsReadsTheEndOfAnEmptyStream() throws Exception {
        worker.registerFunction(function, (json, call) -> HttpResponse.stream("text/plain", out -> {}));
        ChannelReader reader = notNull(worker.trigger(function, null, ChannelReader.class));
        assertThat(reader.inputStream().readAllBytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void aWorkerThatCallsReadsTheEndOfAStreamThatFailsBeforeItsFirstByte(Class<? extends Throwable> failure)
            throws Exception {
        worker.registerFunction(
                function,
                (json, call) -> HttpResponse.stream("text/plain", out -> {
                    if (failure == StackOverflowError.class) {
                        throw new StackOverflowError();
                    }
                    throw new IllegalStateException("no database");
                }));
        ChannelReader reader = notNull(worker.trigger(function, null, ChannelReader.class));
        assertThat(reader.inputStream().readAllBytes()).isEmpty();
    }

    @Test
    void aWorkerThatIsClosedFinishesItsStreams() throws Exception {
        Worker other = engine.worker();
        Semaphore go = new Semaphore(0);
        other.registerFunction(
                        function,
                        (json, call) -> HttpResponse.stream("text/plain", out -> {
                            out.write(new byte[100_000]);
                            out.flush();
                            go.acquire();
                            out.write(new byte[100_000]);
                        }))
                .awaitConfirmed(PATIENCE);
        ChannelReader reader = notNull(worker.trigger(function, null, ChannelReader.class));
        try (InputStream in = reader.inputStream()) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(other::close);
            Awaitility.await().atMost(PATIENCE).until(() -> other.status() == WorkerStatus.CLOSED);
            assertThat(closing).isNotDone();
            go.release();
            assertThat(in.readAllBytes()).hasSize(100_000);
            closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
