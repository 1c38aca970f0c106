package dev.iii.sdk.docs;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.HttpFunctionAuth;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Invocation;
import dev.iii.sdk.Registration;
import dev.iii.sdk.RegistrationStatus;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerListener;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.annotation.Function;
import dev.iii.sdk.annotation.OnHttp;
import dev.iii.sdk.annotation.OnSubscribe;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.jackson.JacksonCodec;
import dev.iii.sdk.json.Describe;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;

/** The code of docs/functions.md. */
final class FunctionExamples {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    record Query(String sku) {}

    record Discount(@Min(1) int percent) {}

    record Sale(@NotBlank String sku, @Min(1) @Max(100) int quantity, List<@Valid Discount> discounts) {}

    interface Prices {
        CompletableFuture<Integer> ask(String sku);
    }

    private FunctionExamples() {}

    static WorkerOptions strict() {
        WorkerOptions strict = WorkerOptions.builder()
                .name("inventory")
                .codec(JacksonCodec.with(mapper -> mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)))
                .build();
        return strict;
    }

    static void limits(Worker worker) {
        worker.registerFunction(FunctionDefinition.of("cmd::sell-item", Sell.class, (sell, call) -> sell(sell))
                .description("Sells some of an item, never more than there are")
                .resultType(Sold.class)
                .concurrency(8, 100)
                .timeout(Duration.ofSeconds(2)));
    }

    private static Sold sell(Sell sell) {
        if (sell.quantity() > 10) {
            throw new FunctionException("not_enough_stock", "only 10 left")
                    .withHttpStatus(409)
                    .withData(new Sold(sell.sku(), 10));
        }
        return new Sold(sell.sku(), 10 - sell.quantity());
    }

    interface Sales {
        Sold sell(Sell sell, Optional<Json> metadata);

        int left(Sell sell);

        void record(Sold sold);

        void log(String text);
    }

    static void forms(Worker worker, Sales shop) {
        worker.registerFunction("cmd::sell-item", Sell.class, (sell, call) -> shop.sell(sell, call.metadata()));
        worker.registerFunction("query::left", Sell.class, shop::left);
        worker.registerFunction("audit::sold", Sold.class, shop::record);
        worker.registerFunction("audit::any", json -> {
            shop.log(json.text());
        });
    }

    static void check(Sell sell) {
        if (sell.quantity() < 1) {
            throw new InvalidRequestException("quantity", "must be at least 1");
        }
    }

    record Line(String sku, int quantity) {}

    record Money(
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Payment {
        record Card(String number) implements Payment {}

        record Cash(int cents) implements Payment {}
    }

    record Order(
            UUID id,
            Instant at,
            @Describe("at least one") List<Line> lines,
            Optional<String> note,
            @Nullable String coupon,
            Payment payment) {}

    interface Orders {
        Order take(Order order);

        List<Order> takeAll(List<Order> orders);

        boolean log(String text);
    }

    static void types(Worker worker, Orders shop) {
        worker.registerFunction("cmd::order", Order.class, (order, call) -> shop.take(order));
        worker.registerFunction("cmd::orders", new TypeRef<List<Order>>() {}, (orders, call) -> shop.takeAll(orders));
        worker.registerFunction("audit::any", (json, call) -> shop.log(json.text()));
    }

    static void later(Worker worker, Prices prices) {
        worker.registerAsyncFunction("query::price", Query.class, (query, call) -> prices.ask(query.sku()));
    }

    static WorkerOptions onThreadsOfAFramework(Executor executor) {
        return WorkerOptions.builder()
                .name("inventory")
                .handlerExecutor(executor)
                .build();
    }

    static void quick(Worker worker) {
        worker.registerFunction(FunctionDefinition.of("math::double", Integer.class, (n, call) -> 2 * n)
                .quick());
    }

    static void remote(Worker worker) {
        worker.registerFunction(FunctionDefinition.http("payment::charge", "https://pay.example.org/charge")
                .auth(HttpFunctionAuth.bearer("PAY_TOKEN"))
                .timeout(Duration.ofSeconds(5)));
    }

    public static final class Shop {
        @Function("cmd::sell-item")
        @OnHttp(method = "POST", path = "/inventory/sell")
        public Sold sell(Sell sell) {
            return new Sold(sell.sku(), 10 - sell.quantity());
        }

        @Function("proj::stock")
        @OnSubscribe("inventory.item-sold")
        public void project(Sold event, Invocation call) {
            call.worker().state().set("stock", event.sku(), event.left());
        }
    }

    static void annotated(Worker worker) {
        worker.registerAll(new Shop());
    }

    public static WorkerOptions oneOfSeveral() {
        return WorkerOptions.builder()
                .name("inventory-" + ProcessHandle.current().pid())
                .standby(true)
                .build();
    }

    static Registration standBy(Worker worker) {
        Registration sell = worker.registerFunction("cmd::sell-item", Sell.class, (item, call) -> sell(item));
        worker.addListener(new WorkerListener() {
            @Override
            public void onRegistrationStatus(Registration registration, RegistrationStatus status) {
                System.out.println(registration.id() + " is " + status); // STANDBY, ACTIVE
            }
        });
        return sell;
    }

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(WorkerOptions.builder()
                .name("inventory")
                .closeOnExit(true)
                .drainTimeout(Duration.ofSeconds(20))
                .build());
        worker.registerAll(new Shop());
        worker.closed().join();
    }
}
