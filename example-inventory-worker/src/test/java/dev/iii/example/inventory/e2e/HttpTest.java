package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineExtension;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests to every HTTP route. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private Shop shop;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    void fill() throws Exception {
        shop = Shop.open(engine);
        assertThat(add("STOCKED", 50).statusCode()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        shop.close();
    }

    private HttpResponse<String> post(String path, String contentType, String body) throws Exception {
        return send(HttpRequest.newBuilder(engine.httpUrl().resolve(path))
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, "application/json", body);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(engine.httpUrl().resolve(path)).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> add(String sku, int quantity) throws Exception {
        return post(
                "/inventory/add",
                "{\"sku\":\"" + sku + "\",\"name\":\"Item\",\"quantity\":" + quantity + ",\"priceCents\":250}");
    }

    private HttpResponse<String> sell(String sku, String quantity) throws Exception {
        return post("/inventory/sell", "{\"sku\":\"" + sku + "\",\"quantity\":" + quantity + "}");
    }

    private static List<String> invalidFields(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        List<String> fields = new ArrayList<>();
        for (Json error : Json.parse(response.body()).field("errors").elements()) {
            fields.add(Objects.requireNonNull(error.field("field").as(String.class)));
        }
        return fields;
    }

    private static void isProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        Json problem = Json.parse(response.body());
        assertThat(problem.field("status").text()).isEqualTo(Integer.toString(status));
        assertThat(problem.field("code").as(String.class)).isEqualTo(code);
    }

    /** Returns the fields of an object; engines may write them in different orders. */
    private static Map<String, Json> fields(String body) {
        return Json.parse(body).fields();
    }

    private String id(String sku, int index) {
        return shop.events(sku).get(index).id();
    }

    @Test
    void itemsAreAddedAndSold() throws Exception {
        HttpResponse<String> added = add("GO", 5);
        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(added.headers().firstValue("content-type")).contains("application/json");
        assertThat(fields(added.body()))
                .isEqualTo(fields("{\"eventId\":\"" + id("GO", 0) + "\",\"sku\":\"GO\",\"quantity\":5,\"stock\":5}"));
        HttpResponse<String> sold = sell("GO", "2");
        assertThat(sold.statusCode()).isEqualTo(200);
        assertThat(fields(sold.body()))
                .isEqualTo(fields("{\"eventId\":\"" + id("GO", 1)
                        + "\",\"sku\":\"GO\",\"quantity\":2,\"priceCents\":250,\"totalCents\":500," + "\"left\":3}"));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Json.parse(get("/inventory").body())
                                .field("items")
                                .elements())
                        .extracting(Json::fields)
                        .contains(fields(
                                "{\"sku\":\"GO\",\"name\":\"Item\",\"stock\":3,\"priceCents\":250,\"lowStockThreshold\":5,"
                                        + "\"lowStock\":true,\"discontinued\":false,\"version\":2}")));
        HttpResponse<String> history = get("/inventory/history?sku=GO");
        assertThat(history.statusCode()).isEqualTo(200);
        assertThat(Json.parse(history.body()).field("events").elements()).hasSize(2);
        assertThat(Json.parse(get("/inventory/history?sku=GO&limit=1").body())
                        .field("events")
                        .elements())
                .hasSize(1);
        HttpResponse<String> analytics = get("/inventory/analytics");
        assertThat(analytics.statusCode()).isEqualTo(200);
        assertThat(Json.parse(analytics.body()).fields())
                .containsKeys("items", "unitsInStock", "stockValueCents", "unitsSold", "revenueCents", "topSellers");
    }

    @Test
    void itemsAreRestockedRepricedAndDiscontinued() throws Exception {
        add("ALL", 5);
        assertThat(post("/inventory/restock", "{\"sku\":\"ALL\",\"quantity\":3}")
                        .body())
                .contains("\"stock\":8");
        assertThat(post("/inventory/price", "{\"sku\":\"ALL\",\"priceCents\":300}")
                        .body())
                .contains("\"priceCents\":300");
        isProblem(
                post("/inventory/sell", "{\"sku\":\"ALL\",\"quantity\":1,\"expectedPriceCents\":250}"),
                409,
                "price_changed");
        assertThat(post("/inventory/discontinue", "{\"sku\":\"ALL\"}").body()).contains("\"discontinued\":true");
        isProblem(sell("ALL", "1"), 409, "discontinued");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                fields(get("/inventory/item?sku=ALL").body()))
                        .isEqualTo(fields("{\"sku\":\"ALL\",\"name\":\"Item\",\"stock\":8,\"priceCents\":300,"
                                + "\"lowStockThreshold\":5,\"lowStock\":false,\"discontinued\":true,\"version\":4}")));
        assertThat(get("/inventory/low-stock?limit=5").statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestWithTheSameIdempotencyKeyIsExecutedOnce() throws Exception {
        add("KEY", 5);
        HttpRequest request = HttpRequest.newBuilder(engine.httpUrl().resolve("/inventory/sell"))
                .header("content-type", "application/json")
                .header("Idempotency-Key", "order-7")
                .POST(BodyPublishers.ofString("{\"sku\":\"KEY\",\"quantity\":2}"))
                .build();
        String first = http.send(request, BodyHandlers.ofString()).body();
        assertThat(first).contains("\"left\":3");
        assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo(first);
        assertThat(shop.events("KEY")).hasSize(2);
    }

    @Test
    void unknownFieldsAreNamed() throws Exception {
        assertThat(invalidFields(post("/inventory/sell", "{\"sku\":\"STOCKED\",\"quantity\":1,\"prize\":2}")))
                .containsExactly("prize");
        assertThat(invalidFields(get("/inventory?lowstock=true"))).containsExactly("lowstock");
    }

    @Test
    void unknownItemsAndPathsGet404() throws Exception {
        isProblem(sell("NOTHING", "1"), 404, "unknown_sku");
        isProblem(get("/inventory/history?sku=NOTHING"), 404, "unknown_sku");
        assertThat(get("/inventory/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/inventory/sell").statusCode()).isEqualTo(405);
    }

    @Test
    void tooMuchOrTooLittleStockGets409() throws Exception {
        isProblem(sell("STOCKED", "1000000"), 409, "not_enough_stock");
        add("FULL", 1_000_000);
        HttpResponse<String> last = add("FULL", 1);
        for (int i = 0; i < 10; i++) {
            last = add("FULL", 1_000_000);
        }
        isProblem(last, 409, "too_much_stock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "9223372036854775808",
                "-9223372036854775809",
                "1.5",
                "\"2\"",
                "null",
                "true",
                "[]",
                "{}",
                "1e1"
            })
    void anInvalidQuantityGets400(String quantity) throws Exception {
        assertThat(invalidFields(sell("STOCKED", quantity))).containsExactly("quantity");
    }

    @Test
    void allInvalidFieldsAreReported() throws Exception {
        assertThat(
                        invalidFields(
                                post(
                                        "/inventory/add",
                                        "{\"sku\":\"<script>\",\"name\":7,\"quantity\":\"x\",\"priceCents\":-1,\"lowStockThreshold\":1.5}")))
                .containsExactly("sku", "name", "quantity", "priceCents", "lowStockThreshold");
        assertThat(invalidFields(get("/inventory/history"))).containsExactly("sku");
        assertThat(invalidFields(get("/inventory/history?sku=A&limit=0"))).containsExactly("limit");
        assertThat(invalidFields(get("/inventory/history?sku=A%20B&limit=many")))
                .containsExactly("sku", "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense"})
    void aBodyThatIsInvalidJsonIsReportedAsSuch(String body) throws Exception {
        assertThat(invalidFields(post("/inventory/sell", body))).containsExactly("body");
        assertThat(invalidFields(post("/inventory/add", body))).containsExactly("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"text\""})
    void aBodyThatIsNotAnObjectIsReportedAsAWhole(String body) throws Exception {
        HttpResponse<String> response = post("/inventory/sell", body);
        assertThat(invalidFields(response)).containsExactly("");
        assertThat(response.body()).contains("must be an object");
        assertThat(invalidFields(post("/inventory/add", body))).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}"})
    void allFieldsAreMissingInAnEmptyBody(String body) throws Exception {
        assertThat(invalidFields(post("/inventory/sell", body))).containsExactly("sku", "quantity");
        assertThat(invalidFields(post("/inventory/add", body)))
                .containsExactly("sku", "name", "quantity", "priceCents");
    }

    @Test
    void theErrorForAnotherContentTypeNamesTheRightOne() throws Exception {
        HttpResponse<String> response = post("/inventory/sell", "text/plain", "{\"sku\":\"STOCKED\",\"quantity\":1}");
        assertThat(invalidFields(response)).containsExactly("sku", "quantity");
        assertThat(response.body()).contains("application/json");
    }

    @Test
    void aLongValueGets400AndIsNotInTheResponse() throws Exception {
        HttpResponse<String> response = sell("A".repeat(1 << 20), "1");
        assertThat(invalidFields(response)).containsExactly("sku");
        assertThat(response.body()).hasSizeLessThan(1000);
    }

    @Test
    void aDeeplyNestedBodyGets400() throws Exception {
        assertThat(invalidFields(sell("STOCKED", "[".repeat(100) + "]".repeat(100))))
                .containsExactly("quantity");
        // The engine does not parse a body that is nested this deeply.
        assertThat(invalidFields(sell("STOCKED", "[".repeat(5000) + "]".repeat(5000))))
                .containsExactly("body");
    }

    @Test
    void rejectedRequestsDoNotChangeTheState() throws Exception {
        int events = shop.events("STOCKED").size();
        Random random = new Random(11);
        String[] invalid = {
            "-1", "0", "1.5", "1e400", "9223372036854775808", "\"1\"", "null", "[]", "{}", "51", "1000000"
        };
        for (int i = 0; i < 100; i++) {
            assertThat(sell("STOCKED", invalid[random.nextInt(invalid.length)]).statusCode())
                    .isIn(400, 409);
        }
        assertThat(shop.events("STOCKED")).hasSize(events);
        assertThat(shop.events("NOTHING")).isEmpty();
    }

    @Test
    void sixtyFourBuyersAtTheSameTimeBuyExactlyTheStock() throws Exception {
        add("RUSH", 20);
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            responses.add(http.sendAsync(
                    HttpRequest.newBuilder(engine.httpUrl().resolve("/inventory/sell"))
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString("{\"sku\":\"RUSH\",\"quantity\":1}"))
                            .build(),
                    BodyHandlers.ofString()));
        }
        int sold = 0;
        for (CompletableFuture<HttpResponse<String>> response : responses) {
            int status = response.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode();
            assertThat(status).isIn(200, 409);
            sold += status == 200 ? 1 : 0;
        }
        assertThat(sold).isEqualTo(20);
        assertThat(shop.events("RUSH")).hasSize(21);
    }
}
