package dev.iii.sdk.jackson2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.channel.ChannelRef;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.json.JsonCodecException;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import dev.iii.testing.Workers;
import java.lang.reflect.Type;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads with Jackson 2. */
@EngineTest
class Jackson2CodecTest {

    enum Size {
        SMALL,
        LARGE
    }

    record Line(String sku, int quantity, Size size) {
        Line {
            if (quantity < 0) {
                throw new IllegalArgumentException("quantity must not be negative");
            }
        }
    }

    record Order(
            String firstId,
            List<Line> lines,
            Optional<String> note,
            OptionalInt count,
            @Nullable String comment,
            Json extra,
            Instant placed) {}

    private static final Jackson2Codec CODEC = Jackson2Codec.standard();
    private static final String LINE = "{\"sku\":\"a\",\"quantity\":1,\"size\":\"SMALL\"}";

    private static String write(Jackson2Codec codec, @Nullable Object value) {
        return new String(codec.write(value), StandardCharsets.UTF_8);
    }

    private static @Nullable Object read(Jackson2Codec codec, String json, Type type) {
        byte[] bytes = ("xx" + json + "yy").getBytes(StandardCharsets.UTF_8);
        return codec.read(bytes, 2, bytes.length - 4, type);
    }

    @Test
    void valuesAreReadBackEqual() {
        Order order = new Order(
                "1",
                List.of(new Line("a", 1, Size.SMALL)),
                Optional.empty(),
                OptionalInt.of(2),
                null,
                Json.parse("{\"a\":1.50}"),
                Instant.parse("2026-01-02T03:04:05Z"));
        String json = write(CODEC, order);
        assertThat(json)
                .isEqualTo("{\"firstId\":\"1\",\"lines\":[" + LINE + "],\"note\":null,\"count\":2,\"comment\":null,"
                        + "\"extra\":{\"a\":1.50},\"placed\":\"2026-01-02T03:04:05Z\"}");
        assertThat(read(CODEC, json, Order.class)).isEqualTo(order);
    }

    @Test
    void optionalAndNullableComponentsMayBeMissing() {
        Object order = read(
                CODEC,
                "{\"firstId\":\"1\",\"lines\":[],\"extra\":null,\"placed\":\"2026-01-02T03:04:05Z\",\"x\":1}",
                Order.class);
        assertThat(order)
                .isEqualTo(new Order(
                        "1",
                        List.of(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        null,
                        Json.NULL,
                        Instant.parse("2026-01-02T03:04:05Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'sku':'a','size':'SMALL'}|quantity|expected an integer",
                "{'sku':null,'quantity':1,'size':'SMALL'}|sku|null; expected a string",
                "{'sku':'a','quantity':'secret','size':'SMALL'}|quantity|expected an integer, was a string",
                "{'sku':'a','quantity':1.5,'size':'SMALL'}|quantity|expected an integer, was a number with a fraction",
                "{'sku':'a','quantity':99999999999,'size':'SMALL'}|quantity|expected an integer, was out of range",
                "{'sku':'a','quantity':1.0E10,'size':'SMALL'}|quantity|expected an integer, was out of range",
                "{'sku':'a','quantity':1e400,'size':'SMALL'}|quantity|expected an integer, was out of range",
                "{'sku':'a','quantity':1,'size':'secret'}|size|expected one of SMALL, LARGE, was a string",
                "{'sku':'a','quantity':-1,'size':'SMALL'}||rejected by Line: quantity must not be negative",
                "['secret']||expected an object (Line), was an array"
            })
    void errorsNameTheFieldAndNoValue(String json, @Nullable String path, String problem) {
        assertThatThrownBy(() -> read(CODEC, json.replace('\'', '"'), Line.class))
                .isInstanceOfSatisfying(JsonCodecException.class, e -> {
                    assertThat(e.path()).isEqualTo(path == null ? "" : path);
                    assertThat(e.getMessage()).contains(problem).doesNotContain("secret");
                });
    }

    @Test
    void aPathContainsIndexes() {
        assertThatThrownBy(() -> read(CODEC, "{\"firstId\":\"1\",\"lines\":[" + LINE + ",{\"sku\":1}]}", Order.class))
                .isInstanceOf(JsonCodecException.class)
                .hasMessageStartingWith("lines[1]");
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> CODEC.write(Map.of("a", new Object())))
                .isInstanceOf(JsonCodecException.class)
                .hasMessage(
                        "a: cannot be written as JSON (Map1): Object has no visible properties; make it a record, or"
                                + " give it getters");
    }

    @Test
    void theMapperOfTheApplicationIsUsedAndNotChanged() {
        ObjectMapper mapper = new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .findAndRegisterModules()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        Jackson2Codec codec = Jackson2Codec.of(mapper);
        record Named(String firstId, @Nullable String note) {}
        assertThat(write(codec, new Named("1", null))).isEqualTo("{\"first_id\":\"1\"}");
        // The engine adds fields, which must be ignored.
        assertThat(read(codec, "{\"first_id\":\"1\",\"_caller_worker_id\":\"w\"}", Named.class))
                .isEqualTo(new Named("1", null));
        assertThat(mapper.getRegisteredModuleIds()).doesNotContain("iii-sdk");
    }

    @Test
    void treesAndReferencesToChannelsAreReadAndWritten() {
        ObjectNode tree = new ObjectMapper().createObjectNode().put("a", 1);
        assertThat(write(CODEC, tree)).isEqualTo("{\"a\":1}");
        assertThat(read(CODEC, "{\"a\":1}", com.fasterxml.jackson.databind.JsonNode.class))
                .isEqualTo(tree);
        ChannelRef ref = new ChannelRef("c", "k", ChannelRef.Direction.READ);
        String json = "{\"channel_id\":\"c\",\"access_key\":\"k\",\"direction\":\"read\"}";
        assertThat(write(CODEC, ref)).isEqualTo(json);
        assertThat(read(CODEC, json, ChannelRef.class)).isEqualTo(ref);
    }

    @Test
    void workersCallEachOtherWithIt(Workers workers) {
        Worker shop = workers.start(
                WorkerOptions.named("shop").toBuilder().codec(CODEC).build());
        Worker client = workers.start(WorkerOptions.named("client"));
        shop.registerFunction(
                "shop::double", Line.class, (line, call) -> new Line(line.sku(), 2 * line.quantity(), line.size()));
        shop.awaitReady(Duration.ofSeconds(20));
        assertThat(client.trigger("shop::double", new Line("a", 2, Size.LARGE), Line.class))
                .isEqualTo(new Line("a", 4, Size.LARGE));
        assertThatThrownBy(() -> client.trigger("shop::double", Map.of("sku", "a", "quantity", "x")))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.getMessage()).contains("quantity"));
    }

    @Test
    void parametersOfRequestsAreRead(Workers workers, EngineStub engine) throws Exception {
        Worker shop = workers.start(
                WorkerOptions.named("http").toBuilder().codec(CODEC).build());
        shop.registerFunction("shop::line", Line.class, (line, call) -> line);
        shop.registerTrigger(HttpTrigger.get("/line/:sku"), "shop::line");
        shop.awaitReady(Duration.ofSeconds(20));
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(engine.httpUrl().resolve("/line/a?quantity=3&size=LARGE"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("{\"sku\":\"a\",\"quantity\":3,\"size\":\"LARGE\"}");
    }

    record Node(Object left, Object right) {}

    record Holder(Object items) {}

    private static Object tree(Object leaf, int depth) {
        Object node = leaf;
        for (int i = 0; i < depth; i++) {
            node = new Node(node, node);
        }
        return node;
    }

    /** The values have an end only so that this test can fail without an {@code OutOfMemoryError}. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aValueThatNeverEndsIsNotWrittenToItsEnd(boolean standard) {
        JsonCodec codec = standard ? Jackson2Codec.standard() : Jackson2Codec.of(new ObjectMapper());
        AtomicInteger produced = new AtomicInteger();
        Object leaf = new Object() {
            @SuppressWarnings({"unused", "EffectivelyPrivate"}) // Jackson reads it.
            public int getValue() {
                return produced.incrementAndGet();
            }
        };
        Iterator<Integer> numbers =
                IntStream.generate(produced::incrementAndGet).limit(1 << 20).iterator();
        for (Object value : List.of(new Holder(numbers), new Holder(tree(leaf, 20)), tree(leaf, 20))) {
            produced.set(0);
            assertThatThrownBy(() -> codec.write(value, 64 << 10))
                    .isInstanceOf(JsonCodecException.class)
                    .hasMessageContaining("bytes, more than the maximum of 65536; make it smaller");
            assertThat(produced).hasValueLessThan(64 << 10);
        }
        assertThat(new String(codec.write(List.of(1, 2), 5), StandardCharsets.UTF_8))
                .isEqualTo("[1,2]");
        assertThatThrownBy(() -> codec.write(List.of(1, 2), 4))
                .hasMessageMatching(
                        "cannot be written as JSON \\(List.*\\): it has at least 5 bytes, more than the maximum"
                                + " of 4; .*");
    }
}
