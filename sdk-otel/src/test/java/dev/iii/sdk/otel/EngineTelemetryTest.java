package dev.iii.sdk.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.policy.Reconnect;
import dev.iii.stub.EngineStub;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTelemetryTest {

    private static final Pattern NAME = Pattern.compile("\"name\":\"(span [0-9]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AfterEach
    void noThreadRemains() {
        eventually(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("iii-")
                        || name.startsWith("BatchSpanProcessor")
                        || name.startsWith("BatchLogRecordProcessor")
                        || name.startsWith("PeriodicMetricReader")));
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(PATIENCE).untilAsserted(check);
    }

    private static TelemetryOptions.Builder options(String url) {
        return TelemetryOptions.builder(name -> null).engineUrl(url).serviceName("shop");
    }

    private static String with(RecordingEngine engine, String prefix) {
        return engine.messages.stream()
                .filter(message -> message.startsWith(prefix))
                .findFirst()
                .orElse("");
    }

    @Test
    void theHostMayContainAnUnderscore() {
        EngineTelemetry telemetry =
                EngineTelemetry.start(options("ws://my_engine:1/base?token=t").build());
        telemetry.close();
    }

    @Test
    void spansMetricsAndLogsAreSentWithTheirPrefixes() throws IOException {
        try (RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry = EngineTelemetry.start(options(engine.url() + "/base/?token=t0psecret")
                        .header("authorization", "Bearer t0psecret")
                        .build())) {
            OpenTelemetry api = telemetry.openTelemetry();
            try (Scope scope = Baggage.builder().put("tenant", "t1").build().makeCurrent()) {
                assertThat(scope).isNotNull();
                api.getTracer("t").spanBuilder("work").startSpan().end();
            }
            api.getLogsBridge()
                    .get("l")
                    .logRecordBuilder()
                    .setSeverity(Severity.INFO)
                    .setBody("hello")
                    .emit();
            api.getMeter("m").counterBuilder("sold").build().add(3);

            assertThat(telemetry.flush(PATIENCE)).isTrue();

            eventually(() -> {
                assertThat(with(engine, "OTLP")).contains("\"work\"", "\"tenant\"", "\"shop\"", "service.instance.id");
                assertThat(with(engine, "LOGS")).contains("hello");
                assertThat(with(engine, "MTRC")).contains("\"sold\"");
            });
            assertThat(engine.requests).hasSize(1);
            assertThat(engine.requests.get(0).path()).isEqualTo("/base/otel");
            assertThat(engine.requests.get(0).query()).isEqualTo("token=t0psecret");
            assertThat(engine.requests.get(0).headers()).containsEntry("authorization", List.of("Bearer t0psecret"));
        }
    }

    @Test
    void aFlushWaitsForAPeriodicCollectionOfMetrics() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        try (RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry = EngineTelemetry.start(options(engine.url())
                        .metricsInterval(Duration.ofMillis(50))
                        .build())) {
            telemetry.openTelemetry().getMeter("m").gaugeBuilder("slow").buildWithCallback(measurement -> {
                reading.countDown();
                awaitQuietly(read);
                measurement.record(1);
            });
            assertThat(reading.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> flushed = new CompletableFuture<>();
            Thread flush = new Thread(() -> flushed.complete(telemetry.flush(PATIENCE)), "flush");
            flush.start();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> flushed.isDone() || flush.getState() == Thread.State.TIMED_WAITING);
            read.countDown();
            assertThat(flushed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // The first collection can be older than the gauge.
            eventually(() -> assertThat(engine.messages)
                    .anySatisfy(
                            message -> assertThat(message).startsWith("MTRC").contains("\"slow\"")));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closeSendsTheRecordedTelemetryAndClosesTheConnectionNormally() throws IOException {
        try (RecordingEngine engine = new RecordingEngine(0)) {
            EngineTelemetry telemetry = EngineTelemetry.start(
                    options(engine.url()).flushInterval(Duration.ofSeconds(5)).build());
            eventually(() -> assertThat(engine.connections).hasSize(1));
            telemetry
                    .openTelemetry()
                    .getTracer("t")
                    .spanBuilder("last")
                    .startSpan()
                    .end();

            telemetry.close();
            telemetry.close();

            eventually(() -> assertThat(engine.messages).anyMatch(message -> message.startsWith("closed")));
            assertThat(with(engine, "OTLP")).contains("\"last\"");
            assertThat(engine.messages.get(engine.messages.size() - 1)).isEqualTo("closed 1000");
        }
    }

    @Test
    void telemetryThatCannotBeSentWaitsForTheNextConnection() throws IOException {
        int port;
        try (RecordingEngine free = new RecordingEngine(0)) {
            port = free.port();
        }
        try (EngineTelemetry telemetry =
                EngineTelemetry.start(options("ws://127.0.0.1:" + port).build())) {
            telemetry
                    .openTelemetry()
                    .getTracer("t")
                    .spanBuilder("early")
                    .startSpan()
                    .end();
            try (RecordingEngine engine = new RecordingEngine(port)) {
                eventually(() -> assertThat(with(engine, "OTLP")).contains("\"early\""));
            }
        }
    }

    @Test
    void telemetryReconnectsAfterALostConnection() throws IOException {
        try (RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry =
                        EngineTelemetry.start(options(engine.url()).build())) {
            eventually(() -> assertThat(engine.connections).hasSize(1));
            engine.connections.get(0).abort("broken");
            eventually(() -> assertThat(engine.connections).hasSize(2));
            telemetry
                    .openTelemetry()
                    .getTracer("t")
                    .spanBuilder("later")
                    .startSpan()
                    .end();
            eventually(() -> assertThat(with(engine, "OTLP")).contains("\"later\""));
        }
    }

    @Test
    void aRefusedConnectionIsNotAttemptedAgain() throws IOException {
        try (RecordingEngine engine = new RecordingEngine(0)
                        .refusing("{\"type\":\"error\",\"error\":{\"code\":\"AUTH_ERROR\",\"message\":\"no\"}}");
                EngineTelemetry telemetry =
                        EngineTelemetry.start(options(engine.url()).build())) {
            eventually(() -> assertThat(engine.messages).anyMatch(message -> message.startsWith("closed")));
            telemetry
                    .openTelemetry()
                    .getTracer("t")
                    .spanBuilder("vain")
                    .startSpan()
                    .end();
            assertThat(telemetry.flush(PATIENCE)).isFalse();
            assertThat(engine.connections).hasSize(1);
        }
    }

    @Test
    void telemetryBeyondTheBufferIsDroppedWithoutWaiting() {
        try (EngineTelemetry telemetry = EngineTelemetry.start(options("ws://127.0.0.1:9")
                .bufferBytes(10)
                .closeTimeout(Duration.ofMillis(200))
                .build())) {
            telemetry
                    .openTelemetry()
                    .getTracer("t")
                    .spanBuilder("dropped")
                    .startSpan()
                    .end();
            assertThat(telemetry.flush(PATIENCE)).isFalse();
        }
    }

    /** OpenTelemetry waits on the thread that shuts it down. */
    @Test
    void aShutdownThatNeverEndsDoesNotDelayTheClose() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Runnable shutdown = () -> {
            try {
                interrupted.complete(!never.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        };
        assertThat(EngineTelemetry.within(Duration.ofMillis(1), shutdown, Thread::start))
                .isFalse();
        assertThat(interrupted).isNotDone();
        never.countDown();
        assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
        assertThat(EngineTelemetry.within(PATIENCE, () -> {}, Thread::start)).isTrue();
    }

    @Test
    void aShutdownRunsAlsoIfNoThreadCanBeStarted() {
        List<Thread> ran = new ArrayList<>();
        assertThat(EngineTelemetry.within(PATIENCE, () -> ran.add(Thread.currentThread()), thread -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }))
                .isTrue();
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    /** What has not been sent must not keep the threads: nobody else would end them. */
    @Test
    void closingWithoutAnEngineEndsAllThreads() {
        EngineTelemetry telemetry = EngineTelemetry.start(
                options("ws://127.0.0.1:9").closeTimeout(Duration.ofMillis(1)).build());
        telemetry.openTelemetry().getTracer("t").spanBuilder("lost").startSpan().end();
        telemetry.openTelemetry().getMeter("m").counterBuilder("lost").build().add(1);
        telemetry.close();
        eventually(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("iii-telemetry-closer", "iii-telemetry-io"));
    }

    @Test
    void largeMessagesAreSplitToStayBelowTheLimitOfTheEngine() throws IOException {
        try (RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry = EngineTelemetry.start(options(engine.url())
                        .flushInterval(Duration.ofSeconds(5))
                        .build())) {
            eventually(() -> assertThat(engine.connections).hasSize(1));
            String large = "x".repeat(3 << 20);
            for (int i = 0; i < 5; i++) {
                telemetry
                        .openTelemetry()
                        .getTracer("t")
                        .spanBuilder("large")
                        .setAttribute("a", large)
                        .startSpan()
                        .end();
            }
            assertThat(telemetry.flush(PATIENCE)).isTrue();
            eventually(() -> assertThat(engine.messages).hasSizeGreaterThan(1));
            assertThat(engine.messages)
                    .allSatisfy(message ->
                            assertThat(message.length()).isLessThanOrEqualTo(EngineExporters.MAX_MESSAGE_BYTES));
        }
    }

    @Test
    void aBatchIsSentInMessagesOfFewSpans() throws IOException {
        int spans = 2 * EngineExporters.MESSAGE_ITEMS + 1;
        try (RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry = EngineTelemetry.start(options(engine.url())
                        .flushInterval(Duration.ofSeconds(5))
                        .build())) {
            eventually(() -> assertThat(engine.connections).hasSize(1));
            Tracer tracer = telemetry.openTelemetry().getTracer("t");
            for (int i = 0; i < spans; i++) {
                tracer.spanBuilder("span " + i).startSpan().end();
            }
            assertThat(telemetry.flush(PATIENCE)).isTrue();
            eventually(() -> assertThat(names(engine)).hasSize(spans));
            assertThat(names(engine)).first().isEqualTo("span 0");
            assertThat(names(engine)).last().isEqualTo("span " + (spans - 1));
            assertThat(engine.messages)
                    .filteredOn(message -> message.startsWith("OTLP"))
                    .extracting(message -> NAME.matcher(message).results().count())
                    .allSatisfy(count -> assertThat(count).isBetween(1L, (long) EngineExporters.MESSAGE_ITEMS));
        }
    }

    private static List<String> names(RecordingEngine engine) {
        return engine.messages.stream()
                .flatMap(message -> NAME.matcher(message).results())
                .map(name -> name.group(1))
                .toList();
    }

    @Test
    void disabledTelemetryDoesNotConnect() throws IOException {
        try (RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry = EngineTelemetry.start(
                        TelemetryOptions.builder(Map.of("OTEL_ENABLED", "false", "III_URL", engine.url())::get)
                                .build())) {
            assertThat(telemetry.openTelemetry()).isSameAs(OpenTelemetry.noop());
            assertThat(telemetry.flush(PATIENCE)).isTrue();
            assertThat(engine.requests).isEmpty();
        }
    }

    @Test
    void gaugesOfAWorkerHaveTheNamesThatTheEngineShows() throws IOException {
        try (EngineStub stub = EngineStub.start();
                RecordingEngine engine = new RecordingEngine(0);
                EngineTelemetry telemetry =
                        EngineTelemetry.start(options(engine.url()).build());
                Worker worker = Iii.registerWorker(stub.workerUrl().toString(), WorkerOptions.named("test-gauges"))) {
            worker.awaitReady(PATIENCE);
            telemetry.watch(worker);
            assertThat(telemetry.flush(PATIENCE)).isTrue();
            eventually(() -> assertThat(with(engine, "MTRC"))
                    .contains(
                            "iii.worker.memory.heap_used",
                            "iii.worker.memory.heap_total",
                            "iii.worker.memory.external",
                            "iii.worker.cpu.user_micros",
                            "iii.worker.event_loop.lag_ms",
                            "iii.worker.uptime_seconds",
                            "iii.worker.repeated_results",
                            "iii.worker.dropped_spans",
                            "test-gauges",
                            worker.id().orElseThrow()));
        }
    }

    @Test
    void messagesAndDescriptionsContainNoSecrets() {
        TelemetryOptions options = options("ws://user:t0psecret@127.0.0.1:9/?token=t0psecret")
                .header("authorization", "t0psecret")
                .build();
        assertThat(options.toString()).doesNotContain("t0psecret");
        assertThatThrownBy(() -> EngineTelemetry.start(
                        options("http://user:t0psecret@127.0.0.1:9").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("t0psecret");
        assertThatThrownBy(() -> EngineTelemetry.start(
                        options("ws://a b/?token=t0psecret").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("t0psecret");
    }

    @Test
    void invalidOptionsAreRejectedWithTheReason() {
        assertThatThrownBy(() -> TelemetryOptions.named(" ")).hasMessage("serviceName is blank");
        assertThatThrownBy(() -> TelemetryOptions.builder().flushInterval(Duration.ZERO))
                .hasMessage("flushInterval is PT0S; it must be longer than zero");
        assertThatThrownBy(() -> TelemetryOptions.builder().flushInterval(Duration.ofHours(1)))
                .hasMessage("flushInterval is PT1H; it must be at most PT10S");
        assertThatThrownBy(() -> TelemetryOptions.builder().bufferBytes(0))
                .hasMessage("bufferBytes is 0; it must be at least 1");
    }

    @Test
    void optionsThatAreNotSetComeFromTheEnvironment() {
        TelemetryOptions options = TelemetryOptions.builder(Map.of(
                        "III_URL", "ws://engine:1",
                        "OTEL_SERVICE_NAME", "shop",
                        "SERVICE_VERSION", "1.2",
                        "SERVICE_NAMESPACE", "eu",
                        "SERVICE_INSTANCE_ID", "i-1",
                        "OTEL_SPANS_FLUSH_INTERVAL_MS", " 250 ",
                        "OTEL_LOGS_FLUSH_INTERVAL_MS", "99999",
                        "OTEL_METRICS_ENABLED", "off")::get)
                .build();
        assertThat(options.engineUrl()).isEqualTo("ws://engine:1");
        assertThat(options.serviceName()).isEqualTo("shop");
        assertThat(options.serviceVersion()).isEqualTo("1.2");
        assertThat(options.serviceNamespace()).contains("eu");
        assertThat(options.serviceInstanceId()).isEqualTo("i-1");
        assertThat(options.enabled()).isTrue();
        assertThat(options.metricsEnabled()).isFalse();
        assertThat(options.spansFlushInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(options.logsFlushInterval()).isEqualTo(TelemetryOptions.DEFAULT_FLUSH_INTERVAL);
    }

    @Test
    void optionsThatAreSetOverrideTheEnvironment() {
        TelemetryOptions options = TelemetryOptions.builder(Map.of(
                        "III_URL", "ws://engine:1",
                        "OTEL_ENABLED", "false",
                        "SERVICE_INSTANCE_ID", "i-1",
                        "OTEL_SPANS_FLUSH_INTERVAL_MS", "250")::get)
                .engineUrl("ws://other:2")
                .enabled(true)
                .serviceInstanceId("i-2")
                .flushInterval(Duration.ofSeconds(1))
                .build();
        assertThat(options.engineUrl()).isEqualTo("ws://other:2");
        assertThat(options.enabled()).isTrue();
        assertThat(options.serviceInstanceId()).isEqualTo("i-2");
        assertThat(options.spansFlushInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.logsFlushInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.reconnect()).isEqualTo(Reconnect.DEFAULT);
    }
}
