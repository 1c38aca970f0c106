package com.example.shop;

import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.annotation.OnHttp;
import dev.iii.sdk.error.FunctionException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

@Component
public class Shop {

    public record Sell(@NotBlank String sku, @Positive int quantity) {}

    public record Sold(String sku, int left, BigDecimal price) {}

    private final Map<String, Integer> stock = new ConcurrentHashMap<>(Map.of("A-1", 5));
    private final Prices prices;

    public Shop(Prices prices) {
        this.prices = prices;
    }

    @Function("shop::sell")
    @OnHttp(path = "/sell", method = "POST")
    public Sold sell(Sell sell) {
        if (stock.getOrDefault(sell.sku(), 0) < sell.quantity()) {
            throw new FunctionException("not_enough_stock", "too few of " + sell.sku()).withHttpStatus(409);
        }
        int left = stock.merge(sell.sku(), -sell.quantity(), Integer::sum);
        return new Sold(sell.sku(), left, prices.of(sell.sku()));
    }
}
