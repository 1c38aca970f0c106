package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers on an embedded engine. */
class TwoWorkersTest {

    private static final Instant PLACED = Instant.parse("2026-01-02T03:04:05Z");

    private EngineStub engine;
    private Worker shop;
    private Worker client;

    @BeforeEach
    void open() {
        engine = EngineStub.start();
        shop = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("shop"));
        client = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("client"));
        shop.registerAll(new Shop());
        shop.awaitReady(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        client.close();
        shop.close();
        engine.close();
    }

    @Test
    void oneCallsTheOther() {
        Shop.Order order = new Shop.Order("1", List.of(new Shop.Line("A-1", 2)), Optional.of("soon"), PLACED);
        assertThat(client.trigger("shop::order", order, Shop.Receipt.class))
                .isEqualTo(new Shop.Receipt("1", Map.of("A-1", 3), Optional.of("soon"), PLACED));
    }

    @Test
    void anErrorHasTheCodeOfTheFunction() {
        Shop.Order order = new Shop.Order("1", List.of(new Shop.Line("A-2", 1)), Optional.empty(), PLACED);
        assertThatThrownBy(() -> client.trigger("shop::order", order))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
    }

    @Test
    void aPayloadThatDoesNotFitIsRefused() {
        Json order = Json.parse("{\"id\":\"1\",\"lines\":[{\"sku\":\"A-1\",\"quantity\":\"two\"}],\"placed\":\"2026-01-02T03:04:05Z\"}");
        assertThatThrownBy(() -> client.trigger("shop::order", order)).hasMessageContaining("lines[0].quantity");
        assertThatThrownBy(() -> order.as(Shop.Order.class)).isInstanceOf(InvalidPayloadException.class);
    }

    @Test
    void stateKeepsValues() {
        client.state().set("lines", "1", new Shop.Line("A-1", 2));
        assertThat(client.state().get("lines", "1", Shop.Line.class)).contains(new Shop.Line("A-1", 2));
    }
}
