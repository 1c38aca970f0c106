package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.TriggerType;
import dev.iii.sdk.TriggerTypeDefinition;
import dev.iii.sdk.TriggerTypeHandler;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.channel.ChannelReader;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.configuration.ConfigurationDefinition;
import dev.iii.sdk.configuration.WorkerConfig;
import dev.iii.sdk.discovery.FunctionDetails;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import dev.iii.testing.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part of the API that reads or writes types of the program, with the codec that its dependencies permit. */
@EngineTest
class TypesTest {

    private static final Instant PLACED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Shop.Order ORDER =
            new Shop.Order("7", List.of(new Shop.Line("A-1", 1)), Optional.empty(), PLACED);

    /** The functions of a shop, for callers. */
    public interface Orders {

        @Function("shop::order")
        Shop.Receipt order(Shop.Order order);

        @Function("shop::order")
        CompletionStage<Shop.Receipt> orderLater(Shop.Order order);
    }

    record Settings(int port, Optional<String> name) {}

    record Upload(String name, ChannelRef content) {}

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return queue.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void typedClients(Worker worker) {
        worker.registerAll(new Shop());
        Orders orders = worker.client(Orders.class);
        assertThat(orders.order(ORDER).left()).containsEntry("A-1", 4);
        assertThat(orders.orderLater(ORDER).toCompletableFuture().join().placed()).isEqualTo(PLACED);
    }

    @Test
    void schemasOfFunctions(Worker worker) {
        worker.registerAll(new Shop());
        // The worker infers schemas shortly after the registration.
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(worker.discovery()
                        .function("shop::order")
                        .flatMap(FunctionDetails::requestSchema)
                        .map(Json::text)
                        .orElse(""))
                .contains("\"sku\"", "\"quantity\"", "\"integer\""));
    }

    @Test
    void state(Worker worker) {
        Shop.Line line = new Shop.Line("A-1", 2);
        worker.state().set("types", "1", line);
        worker.state().update("types", "1", StateUpdate.create().increment("quantity", 1)).orThrow();
        assertThat(worker.state().list("types", Shop.Line.class)).containsExactly(new Shop.Line("A-1", 3));
        assertThat(worker.state().find("types", "1", Shop.Line.class).exists()).isTrue();
    }

    @Test
    void streams(Worker worker, EngineStub engine) throws InterruptedException {
        Shop.Line line = new Shop.Line("A-1", 2);
        BlockingQueue<StreamEvent<Shop.Line>> events = new LinkedBlockingQueue<>();
        worker.streams().set("carts", "7", "A-1", line);
        assertThat(worker.streams().list("carts", "7", Shop.Line.class)).containsExactly(line);
        try (StreamConsumer consumer = worker.streams().consumer(engine.streamUrl().toString())) {
            consumer.join("carts", "7", Shop.Line.class, events::add);
            assertThat(next(events)).isInstanceOfSatisfying(StreamEvent.Synced.class, synced -> assertThat(
                            synced.items().toString())
                    .contains(line.toString()));
        }
    }

    @Test
    void eventsOfTriggersAndTopics(Worker worker) throws InterruptedException {
        BlockingQueue<Shop.Line> lines = new LinkedBlockingQueue<>();
        worker.registerFunction("types::sold", Shop.Line.class, (line, call) -> {
            lines.add(line);
            return null;
        });
        worker.registerTrigger(SubscribeTrigger.topic("sold"), "types::sold").awaitConfirmed(Duration.ofSeconds(20));
        worker.publish("sold", new Shop.Line("A-1", 2));
        assertThat(next(lines)).isEqualTo(new Shop.Line("A-1", 2));
    }

    @Test
    void requestsOverHttp(Worker worker, EngineStub engine) throws Exception {
        worker.registerFunction("types::line", Shop.Line.class, (line, call) -> line);
        worker.registerTrigger(HttpTrigger.get("/types/:sku"), "types::line").awaitConfirmed(Duration.ofSeconds(20));
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(engine.httpUrl().resolve("/types/A-1?quantity=3")).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("{\"sku\":\"A-1\",\"quantity\":3}");
    }

    @Test
    void triggerTypes(Worker worker) {
        TriggerTypeDefinition<Shop.Line> definition = TriggerTypeDefinition.of("types", "for a test", Shop.Line.class)
                .inferConfigSchema()
                .inferCallSchema(new TypeRef<List<Shop.Line>>() {});
        assertThat(definition.configSchema().map(Json::text).orElse("")).contains("\"quantity\"");
        assertThat(definition.callSchema().map(Json::text).orElse("")).contains("\"array\"", "\"quantity\"");
        TriggerType<Shop.Line> type = worker.registerTriggerType(definition, TriggerTypeHandler.acceptAll());
        assertThat(type).isNotNull();
    }

    @Test
    void configurations(Worker worker) {
        worker.configuration().register(ConfigurationDefinition.of("types", Settings.class));
        worker.configuration().set("types", new Settings(80, Optional.of("shop")));
        assertThat(worker.configuration().get("types", Settings.class))
                .contains(new Settings(80, Optional.of("shop")));
        assertThat(worker.configuration().schema("types").orElseThrow().schema().text()).contains("port");
    }

    @Test
    void configurationFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("types.yaml"), "port: 80\n");
        assertThat(WorkerConfig.of(file).read(Settings.class)).isEqualTo(new Settings(80, Optional.empty()));
        assertThat(WorkerConfig.of(file).read(Settings.class, new Settings(1, Optional.of("shop"))))
                .isEqualTo(new Settings(80, Optional.of("shop")));
        Files.writeString(file, "port: many\n");
        assertThatThrownBy(() -> WorkerConfig.of(file).read(Settings.class)).hasMessageContaining("port");
    }

    @Test
    void referencesToChannels(Worker worker) {
        worker.registerFunction("types::read", Upload.class, (upload, call) -> {
            try (ChannelReader reader = worker.openReader(upload.content())) {
                return upload.name() + new String(reader.inputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        });
        Channel channel = worker.createChannel();
        CompletableFuture<String> read = worker.triggerAsync(
                "types::read", new Upload("report: ", channel.reader().ref()), String.class);
        try (OutputStream out = channel.writer().outputStream()) {
            out.write("all well".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(read.join()).isEqualTo("report: all well");
    }

    @Test
    void logsWithData(Workers workers) {
        Worker worker = workers.start(WorkerOptions.named("types-logs"));
        worker.logger("types").info("sold", Map.of("line", new Shop.Line("A-1", 2)));
    }
}
