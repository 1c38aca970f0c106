package dev.iii.sdk.e2e;

import static dev.iii.sdk.e2e.Engine.PATIENCE;
import static dev.iii.sdk.e2e.Engine.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.iii.protocol.Reattach;
import dev.iii.protocol.WorkerRegistered;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.HttpFunctionAuth;
import dev.iii.sdk.HttpFunctionDefinition;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.telemetry.PayloadCapture;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubOptions;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Secrets that a worker holds are in none of its texts, however much is logged. */
class SecretsTest {

    private static final String HEADER = "planted-header-secret";
    private static final String PASSWORD = "planted-url-password";
    private static final String QUERY = "planted-environment-token";
    private static final String REATTACH = "planted-reattach-token";
    private static final String VARIABLE = "planted-environment-value";
    private static final String PAYLOAD = "planted-payload-password";

    private record Transfer(String to, String password) {}

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> secrets = new ArrayList<>(List.of(HEADER, PASSWORD, QUERY, REATTACH, PAYLOAD));
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final String function = unique("fn");

    @BeforeEach
    void listen() {
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        root.setLevel(before);
        telemetry.close();
        Engine.awaitNoThreads();
    }

    private WorkerOptions options() {
        return Engine.options()
                .header("authorization", "Bearer " + HEADER)
                .telemetry(telemetry)
                .payloadCapture(PayloadCapture.ON)
                .build();
    }

    private static String withSecrets(String url) {
        return url.replace("ws://", "ws://user:" + PASSWORD + "@") + "/?token=" + QUERY;
    }

    private void note(Object object) {
        texts.add(String.valueOf(object));
    }

    private void note(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        texts.add(trace.toString());
    }

    private void nothingIsSaid() {
        List<ILoggingEvent> lines = List.copyOf(log.list);
        assertThat(lines).isNotEmpty();
        for (ILoggingEvent line : lines) {
            texts.add(line.getLoggerName() + " " + line.getFormattedMessage() + " " + line.getKeyValuePairs() + " "
                    + line.getMDCPropertyMap()
                    + (line.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(line.getThrowableProxy())));
        }
        spans.getFinishedSpanItems().forEach(span -> texts.add(span.toString()));
        for (String secret : secrets) {
            assertThat(texts).noneMatch(text -> text.contains(secret));
        }
    }

    private void failure(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            note(e);
        }
    }

    @Test
    void aWorkerAtWorkTellsNoSecret() throws Exception {
        try (EngineStub stub = EngineStub.start();
                Worker worker = Iii.registerWorker(withSecrets(stub.workerUrl().toString()), options())) {
            worker.awaitReady(PATIENCE);
            worker.registerFunction(function, Transfer.class, (transfer, call) -> {
                note(call);
                note(call.payload());
                if (transfer.to().equals("nobody")) {
                    throw new IllegalStateException("there is nobody");
                }
                return Map.of("access_key", PAYLOAD, "to", transfer.to());
            });
            note(worker.trigger(function, new Transfer("somebody", PAYLOAD)));
            failure(() -> worker.trigger(function, new Transfer("nobody", PAYLOAD)));
            failure(() -> worker.trigger(function, Map.of("to", List.of(1), "password", PAYLOAD)));
            worker.logger("shop").warn("transfer", new Transfer("x", PAYLOAD));
            await().atMost(PATIENCE).until(() -> spans.getFinishedSpanItems().size() >= 3);
            note(worker);
            note(options());
            note(FunctionDefinition.of(function, (json, call) -> json));
        }
        nothingIsSaid();
        assertThat(texts).anyMatch(text -> text.contains("execute " + function) && text.contains("[REDACTED]"));
        assertThat(log.list).anyMatch(line -> line.getLevel() == Level.TRACE || line.getLevel() == Level.DEBUG);
    }

    @Test
    void keysOfChannelsAreNotTold() throws Exception {
        try (EngineStub stub = EngineStub.start();
                Worker worker = Iii.registerWorker(withSecrets(stub.workerUrl().toString()), options())) {
            worker.awaitReady(PATIENCE);
            Json refs = worker.trigger("engine::channels::create", Map.of());
            ChannelRef ref = Engine.notNull(refs.field("reader").as(ChannelRef.class));
            secrets.add(ref.accessKey());
            note(ref);
            note(refs);
            worker.registerFunction(function, Json.class, (json, call) -> json);
            note(worker.trigger(function, Map.of("in", refs)));
            Channel channel = worker.createChannel();
            note(channel);
            channel.writer().sendText("hello");
            channel.writer().close();
            note(channel.reader());
            note(channel.reader().next());
            ChannelReader wrong =
                    worker.openReader(new ChannelRef(UUID.randomUUID().toString(), HEADER, ref.direction()));
            failure(() -> {
                try (wrong) {
                    note(wrong.inputStream().read());
                } catch (java.io.IOException e) {
                    note(e);
                }
            });
        }
        nothingIsSaid();
    }

    @Test
    void tokensOfALostConnectionAreNotTold() throws Exception {
        try (FakeEngine fake = new FakeEngine().silent();
                Worker worker = Iii.registerWorker(withSecrets(fake.url()), options())) {
            FakeEngine.Peer first = fake.accept();
            first.send(new WorkerRegistered(UUID.randomUUID().toString(), REATTACH));
            await().atMost(PATIENCE).until(() -> worker.id().isPresent());
            first.connection().abort("gone");
            FakeEngine.Peer second = fake.accept();
            second.send(new WorkerRegistered(UUID.randomUUID().toString(), REATTACH + "2"));
            assertThat(second.next(Reattach.class).reattachToken()).isEqualTo(REATTACH);
            note(worker);
            second.sendText("{\"type\":\"workerregistered\",\"reattach_token\":\"" + REATTACH + "\"");
            second.sendText("{\"type\":\"error\",\"error\":{\"code\":\"AUTH_ERROR\",\"message\":\"refused\"}}");
            worker.ready()
                    .handle((ready, failure) -> {
                        note(failure);
                        return failure;
                    })
                    .get(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        }
        nothingIsSaid();
    }

    /** The stub calls in place of the engine, with libraries that log in this process, too; bodies are in their logs. */
    @Test
    void variablesOfTheEnvironmentAreNotTold() throws Exception {
        secrets.add(VARIABLE);
        List<String> authorizations = new CopyOnWriteArrayList<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("authorization"));
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        service.start();
        StubOptions stubOptions =
                StubOptions.builder().variable("PLANTED_TOKEN", VARIABLE).build();
        try (EngineStub stub = EngineStub.start(stubOptions);
                Worker worker = Iii.registerWorker(withSecrets(stub.workerUrl().toString()), options())) {
            HttpFunctionDefinition definition = FunctionDefinition.http(
                            function, "http://127.0.0.1:" + service.getAddress().getPort() + "/")
                    .auth(HttpFunctionAuth.bearer("PLANTED_TOKEN"));
            note(definition);
            worker.registerFunction(definition).awaitConfirmed(PATIENCE);
            failure(() -> worker.trigger(function, Map.of("to", "somebody")));
            note(stubOptions);
        } finally {
            service.stop(0);
        }
        assertThat(authorizations).containsExactly("Bearer " + VARIABLE);
        nothingIsSaid();
    }

    @Test
    void secretsWithinTextsOfAPayloadAreNotTold() {
        try (EngineStub stub = EngineStub.start();
                Worker worker = Iii.registerWorker(withSecrets(stub.workerUrl().toString()), options())) {
            worker.registerFunction(function, Map.class, (payload, call) -> Map.of("echo", payload))
                    .awaitConfirmed(PATIENCE);
            String text = Json.object(Map.of("access_key", Json.of(PAYLOAD))).text();
            worker.trigger(function, Map.of("body", text));
            worker.logger("shop").info("body", Map.of("body", text));
            await().atMost(PATIENCE).until(() -> !spans.getFinishedSpanItems().isEmpty());
        }
        nothingIsSaid();
        assertThat(texts).anyMatch(span -> span.contains("execute " + function) && span.contains("[REDACTED]"));
    }

    @Test
    void addressesThatAreWrongAreNotRepeated() {
        failure(() -> Iii.registerWorker("http://user:" + PASSWORD + "@host/?token=" + QUERY, options()));
        failure(() -> Iii.registerWorker("ws://user:" + PASSWORD + "@ho st/?token=" + QUERY, options()));
        failure(() -> Iii.registerWorker("ws:///?token=" + QUERY, options()));
        assertThat(texts).hasSize(3);
        failure(() -> WorkerOptions.builder().header("a b", HEADER).build());
        LoggerFactory.getLogger(SecretsTest.class).info("So that there is a line.");
        nothingIsSaid();
    }
}
