package dev.iii.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Worker;
import dev.iii.testing.EngineTest;
import dev.iii.testing.docs.SellTest.Sell;
import dev.iii.testing.docs.SellTest.Shop;
import dev.iii.testing.docs.SellTest.Sold;
import org.junit.jupiter.api.Test;

/** Contains the test from {@code README.md}. */
@EngineTest
class StockTest {

    @Test
    void sells(Worker worker) {
        worker.registerAll(new Shop());
        assertThat(worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class)
                        .left())
                .isEqualTo(3);
    }
}
