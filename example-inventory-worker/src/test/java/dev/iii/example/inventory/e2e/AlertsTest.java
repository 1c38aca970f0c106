package dev.iii.example.inventory.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.iii.eventsourcing.Webhook;
import dev.iii.example.inventory.app.Alerts;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineExtension;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks when alerts are sent, and that they reach a webhook that fails for some time. */
class AlertsTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private static final String PATH = "/alerts";
    private static final Map<String, String> LOW_STOCK = Map.of("reaction", Alerts.FUNCTION);

    private final WireMockServer receiver =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private Shop shop;

    @AfterEach
    void close() {
        shop.close();
        receiver.stop();
    }

    /** Opens a shop whose alerts are sent to the receiver, which answers with these statuses and repeats the last one. */
    private void openWithWebhook(int... statuses) {
        receiver.start();
        answers(statuses);
        shop = Shop.open(engine, Webhook.to(URI.create(receiver.baseUrl() + PATH)));
    }

    private void answers(int... statuses) {
        int last = statuses.length - 1;
        receiver.stubFor(
                post(urlEqualTo(PATH)).atPriority(2).willReturn(aResponse().withStatus(statuses[last])));
        for (int i = 0; i < last; i++) {
            receiver.stubFor(post(urlEqualTo(PATH))
                    .atPriority(1)
                    .inScenario("webhook")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
                    .willSetStateTo("after " + (i + 1))
                    .willReturn(aResponse().withStatus(statuses[i])));
        }
    }

    private List<LoggedRequest> received() {
        return receiver.findAll(postRequestedFor(urlEqualTo(PATH)));
    }

    private List<String> receivedIds() {
        return received().stream()
                .map(request -> request.getHeader("Idempotency-Key"))
                .toList();
    }

    /** Waits until no alert is waiting, and checks the number of dead letters. */
    private void awaitNothingWaiting(int dead) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.customer
                                .trigger("eventsourcing::status", Map.of())
                                .field("reactions")
                                .elements())
                        .extracting(Json::fields)
                        .containsExactly(Map.of(
                                "reaction", Json.of(Alerts.FUNCTION), "waiting", Json.of(0), "dead", Json.of(dead))));
    }

    private static String idOf(String eventId) {
        return Alerts.FUNCTION + "/" + eventId;
    }

    @Test
    void anAlertIsDeliveredAfterTwoFailuresWithOneId() {
        openWithWebhook(503, 503, 200);
        shop.add("A", 8, 100, 5);
        String id = idOf(shop.sell("A", 4).eventId());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(receivedIds()).containsExactly(id, id, id));
        Json body = Json.parse(received().get(2).getBodyAsString());
        assertThat(body.field("id").as(String.class)).isEqualTo(id);
        assertThat(body.field("sku").as(String.class)).isEqualTo("A");
        assertThat(body.field("name").as(String.class)).isEqualTo("Item A");
        assertThat(body.field("stock").text()).isEqualTo("4");
        assertThat(body.field("threshold").text()).isEqualTo("5");
        awaitNothingWaiting(0);
        assertThat(receivedIds()).hasSize(3);
    }

    @Test
    void anAlertThatAlwaysFailsBecomesADeadLetterAndIsSentAgainByOneCommand() {
        openWithWebhook(503);
        shop.add("A", 8, 100, 5);
        String id = idOf(shop.sell("A", 4).eventId());
        awaitNothingWaiting(1);
        assertThat(receivedIds()).containsExactly(id, id, id);
        Json dead = shop.customer.trigger("eventsourcing::dead", LOW_STOCK);
        assertThat(dead.field("dead").elements()).hasSize(1);
        assertThat(dead.text()).contains("503");
        receiver.resetAll();
        answers(200);
        assertThat(shop.customer.trigger("eventsourcing::redeliver", LOW_STOCK).text())
                .isEqualTo("{\"sent\":1,\"left\":0}");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(receivedIds()).containsExactly(id));
        awaitNothingWaiting(0);
    }

    private void awaitAlerts(String... eventIds) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.alerts)
                        .extracting(occasion -> occasion.id())
                        .containsExactly(
                                Arrays.stream(eventIds).map(AlertsTest::idOf).toArray(String[]::new)));
    }

    @Test
    void oneAlertIsSentForEachCrossing() {
        shop = Shop.open(engine);
        shop.add("A", 8, 100, 5);
        shop.sell("A", 2);
        String first = shop.sell("A", 1).eventId();
        shop.sell("A", 1);
        shop.sell("A", 1);
        awaitAlerts(first);
        shop.restock("A", 1);
        shop.restock("A", 10);
        String second = shop.sell("A", 14).eventId();
        awaitAlerts(first, second);
        Alert last = shop.alerts.get(1).value();
        assertThat(last.stock()).isZero();
        assertThat(last.threshold()).isEqualTo(5);
        assertThat(last.name()).isEqualTo("Item A");
    }

    /** The alert of another item shows that the reaction has passed the events of the first one. */
    @Test
    void anItemThatStartsWithLowStockCausesNoAlert() {
        shop = Shop.open(engine);
        shop.add("A", 3, 100, 5);
        shop.sell("A", 1);
        shop.add("B", 8, 100, 5);
        String low = shop.sell("B", 4).eventId();
        shop.add("A", 10, 100, 5);
        String crossing = shop.sell("A", 9).eventId();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.alerts)
                        .extracting(occasion -> occasion.id())
                        .containsExactlyInAnyOrder(idOf(low), idOf(crossing)));
    }

    @Test
    void aHigherThresholdCanCauseAnAlert() {
        shop = Shop.open(engine);
        shop.add("A", 10, 100, 5);
        awaitAlerts(shop.add("A", 1, 100, 20).eventId());
    }
}
