package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop.Sell;
import com.example.shop.Shop.Sold;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.spring.test.IiiTest;
import dev.iii.stub.EngineStub;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IiiTest
class ShopTest {

    @Autowired
    private Worker worker;

    @Autowired
    private EngineStub engine;

    private Worker prices;

    @BeforeEach
    void startPrices() {
        prices = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("prices"));
        prices.registerFunction("prices::of", String.class, (sku, call) -> new BigDecimal("1.5"));
        prices.awaitReady(Duration.ofSeconds(10));
    }

    @AfterEach
    void stopPrices() {
        prices.close();
    }

    @Test
    void sells() {
        Sold sold = worker.trigger("shop::sell", new Sell("A-1", 2), Sold.class);
        assertThat(sold.price()).isEqualByComparingTo("1.5");
    }

    @Test
    void neverSellsMoreThanThereIs() {
        assertThatThrownBy(() -> worker.trigger("shop::sell", new Sell("A-1", 6)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
    }

    @Test
    void rejectsAnInputThatViolatesConstraints() {
        assertThatThrownBy(() -> worker.trigger("shop::sell", new Sell("", 0)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.errors())
                        .extracting(InvalidRequestException.FieldError::field)
                        .containsExactly("quantity", "sku"));
    }

    @Test
    void sellsOverHttp() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/sell"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"sku\":\"A-1\",\"quantity\":1}"))
                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).contains("\"sku\":\"A-1\"");
    }
}
