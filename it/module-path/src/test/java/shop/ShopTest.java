package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.testing.EngineTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A test of a worker with the JUnit extension. */
@EngineTest
class ShopTest {

    @BeforeEach
    void open(Worker worker) {
        worker.registerAll(new Shop());
    }

    @Test
    void takesFromTheStock(Worker worker) {
        Instant placed = Instant.parse("2026-01-02T03:04:05Z");
        Shop.Order order = new Shop.Order("7", List.of(new Shop.Line("A-1", 1)), Optional.empty(), placed);
        assertThat(worker.trigger("shop::order", order, Shop.Receipt.class))
                .isEqualTo(new Shop.Receipt("7", Map.of("A-1", 4), Optional.empty(), placed));
    }
}
