package dev.iii.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.error.FunctionException;
import dev.iii.testing.EngineTest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contains the first example from {@code docs/testing.md}. */
@EngineTest
class SellTest {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    static final class Shop {
        private final Map<String, Integer> stock = new ConcurrentHashMap<>(Map.of("A-1", 5));

        @Function("cmd::sell-item")
        public Sold sell(Sell sell) {
            int left = stock.merge(sell.sku(), -sell.quantity(), Integer::sum);
            if (left < 0) {
                stock.merge(sell.sku(), sell.quantity(), Integer::sum);
                throw new FunctionException("not_enough_stock", "only " + (left + sell.quantity()) + " left");
            }
            return new Sold(sell.sku(), left);
        }
    }

    @BeforeEach
    void open(Worker worker) {
        worker.registerAll(new Shop());
    }

    @Test
    void takesFromTheStock(Worker worker) {
        Sold sold = worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class);
        assertThat(sold).isEqualTo(new Sold("A-1", 3));
    }

    @Test
    void neverSellsMoreThanThereIs(Worker worker) {
        assertThatThrownBy(() -> worker.trigger("cmd::sell-item", new Sell("A-1", 6)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
    }
}
