package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.when;

import com.example.shop.Shop.Sell;
import com.example.shop.Shop.Sold;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.spring.test.IiiTest;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A mock takes the place of a client. */
@IiiTest
class MockedPricesTest {

    @MockitoBean
    private Prices prices;

    @Autowired
    private Worker worker;

    @Test
    void theFunctionUsesTheMock() {
        when(prices.of("A-1")).thenReturn(BigDecimal.TEN);
        assertThat(worker.trigger("shop::sell", new Sell("A-1", 1), Sold.class).price())
                .isEqualByComparingTo("10");
        assertThatThrownBy(() -> worker.trigger("prices::of", "A-1")).isInstanceOf(FunctionNotFoundException.class);
    }
}
