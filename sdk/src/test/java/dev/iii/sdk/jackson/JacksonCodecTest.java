package dev.iii.sdk.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.channel.Channel;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.stub.EngineStub;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/** Settings and modules of Jackson for payloads. */
class JacksonCodecTest {

    record Money(BigDecimal amount, String currency) {}

    record Sale(String itemId, Money price, @Nullable String note) {}

    /** Money as text, for example {@code 1.50 EUR}. */
    private static SimpleModule moneyAsText() {
        return new SimpleModule("money")
                .addSerializer(new StdSerializer<Money>(Money.class) {
                    @Override
                    public void serialize(Money money, JsonGenerator generator, SerializationContext context) {
                        generator.writeString(money.amount() + " " + money.currency());
                    }
                })
                .addDeserializer(Money.class, new StdDeserializer<Money>(Money.class) {
                    @Override
                    public Money deserialize(JsonParser parser, DeserializationContext context) {
                        List<String> parts = List.of(parser.getString().split(" ", 2));
                        return new Money(new BigDecimal(parts.get(0)), parts.get(1));
                    }
                });
    }

    private static final JsonCodec CODEC = JacksonCodec.with(
            mapper -> mapper.addModule(moneyAsText()).propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));

    private static final Sale SALE = new Sale("a", new Money(new BigDecimal("1.50"), "EUR"), null);

    @Test
    void settingsAndModulesApplyToWritingAndReading() {
        String json = "{\"item_id\":\"a\",\"price\":\"1.50 EUR\",\"note\":null}";
        assertThat(new String(CODEC.write(SALE), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(json);
        assertThat(Json.parse(json, CODEC).as(Sale.class)).isEqualTo(SALE);
        assertThat(Json.parse("\"2 USD\"", JacksonCodec.modules(moneyAsText())).as(Money.class))
                .isEqualTo(new Money(new BigDecimal("2"), "USD"));
    }

    @Test
    void theRulesOfTheStandardCodecStillApply() {
        assertThatThrownBy(() -> Json.parse("{\"price\":\"1 EUR\",\"_caller_worker_id\":\"w\"}", CODEC)
                        .as(Sale.class))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessage("item_id: missing; expected a string");
    }

    @Test
    void theStandardCodecDoesNotChange() {
        assertThat(Json.of(SALE).text())
                .isEqualTo("{\"itemId\":\"a\",\"price\":{\"amount\":1.50,\"currency\":\"EUR\"},\"note\":null}");
    }

    @Test
    void workersCallEachOtherWithIt() {
        WorkerOptions options =
                WorkerOptions.builder().name("shop").codec(CODEC).build();
        try (EngineStub engine = EngineStub.start();
                Worker shop = Iii.registerWorker(engine.workerUrl().toString(), options);
                Worker client = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("client"))) {
            shop.registerFunction("shop::sell", Sale.class, (sale, call) -> sale);
            shop.awaitReady(Duration.ofSeconds(20));
            ObjectNode payload =
                    JsonNodeFactory.instance.objectNode().put("item_id", "a").put("price", "1.50 EUR");
            assertThat(client.trigger("shop::sell", payload, JsonNode.class))
                    .isEqualTo(payload.deepCopy().putNull("note"));
            assertThat(shop.trigger("shop::sell", SALE, Sale.class)).isEqualTo(SALE);
        }
    }

    record Line(String sku, int quantity) {}

    record Order(String customer, List<Line> lines) {}

    @Test
    void unknownFieldsCanBeRefused() throws Exception {
        JsonCodec strict =
                JacksonCodec.with(mapper -> mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
        try (EngineStub engine = EngineStub.start();
                Worker shop = Iii.registerWorker(
                        engine.workerUrl().toString(),
                        WorkerOptions.builder().name("shop").codec(strict).build());
                Worker client = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("client"))) {
            shop.registerFunction("shop::line", Line.class, (line, call) -> line.quantity());
            shop.registerFunction(
                    "shop::order", Order.class, (order, call) -> order.lines().size());
            shop.registerTrigger(HttpTrigger.post("/line"), "shop::line").awaitConfirmed(Duration.ofSeconds(20));
            shop.awaitReady(Duration.ofSeconds(20));

            assertThat(client.trigger("shop::line", new Line("A", 2)).text()).isEqualTo("2");
            assertThatThrownBy(() -> client.trigger("shop::line", Map.of("sku", "A", "quantity", 2, "qantity", 3)))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            e -> assertThat(e.errors())
                                    .containsExactly(new InvalidRequestException.FieldError(
                                            "qantity", "unknown; remove this field, or correct its name")));
            Map<String, Object> order =
                    Map.of("customer", "c", "lines", List.of(Map.of("sku", "A", "quantity", 1, "colour", "red")));
            assertThatThrownBy(() -> client.trigger("shop::order", order))
                    .hasMessageContaining("lines[0].colour: unknown");

            HttpClient http = HttpClient.newHttpClient();
            assertThat(post(http, engine, "/line", "{\"sku\":\"A\",\"quantity\":2}")
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused = post(http, engine, "/line?size=3", "{\"sku\":\"A\",\"quantity\":2}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("size", "unknown");
        }
    }

    private static HttpResponse<String> post(HttpClient http, EngineStub engine, String path, String body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(engine.httpUrl().resolve(path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aMapperOfTheApplicationReadsAndWrites() {
        JsonCodec codec = JacksonCodec.of(JsonMapper.builder()
                .addModule(moneyAsText())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());
        assertThat(Json.parse("{\"price\":\"1.50 EUR\",\"_caller_worker_id\":\"w\"}", codec)
                        .as(Sale.class))
                .hasToString("Sale[itemId=null, price=Money[amount=1.50, currency=EUR], note=null]");
        assertThat(new String(
                        codec.write(Map.of("sale", Json.parse("{\"n\":1.0}"))),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"sale\":{\"n\":1.0}}");
        assertThatThrownBy(() -> Json.parse("{\"price\":[1]}", codec).as(Sale.class))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageStartingWith("price");
    }

    @Test
    void workersUseAMapperOfTheApplication() throws Exception {
        JsonCodec codec = JacksonCodec.of(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());
        try (EngineStub engine = EngineStub.start();
                Worker shop = Iii.registerWorker(
                        engine.workerUrl().toString(),
                        WorkerOptions.builder().name("shop").codec(codec).build())) {
            shop.registerFunction("shop::sell", Sale.class, (sale, call) -> sale);
            assertThat(shop.trigger("shop::sell", SALE).text()).contains("\"item_id\":\"a\"");
            Sale sale = new Sale("b", new Money(new BigDecimal("2.5"), "EUR"), null);
            assertThat(shop.trigger("shop::sell", sale, Sale.class)).isEqualTo(sale);
            Channel channel = shop.createChannel();
            channel.writer().close();
            assertThat(shop.json(Map.of("reader", channel.reader())).text()).contains("channel_id");
            channel.reader().close();
        }
    }

    @Test
    void aRegistrationChecksTypesWithTheSettings() {
        try (EngineStub engine = EngineStub.start();
                Worker worker = Iii.registerWorker(
                        engine.workerUrl().toString(),
                        WorkerOptions.builder()
                                .name("shop")
                                .codec(JacksonCodec.modules(new SimpleModule()))
                                .build())) {
            assertThatThrownBy(() -> worker.registerFunction("a", Runnable.class, (input, call) -> null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the input of a: Runnable");
        }
    }
}
