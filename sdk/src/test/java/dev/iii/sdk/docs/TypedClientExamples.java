package dev.iii.sdk.docs;

import dev.iii.sdk.Worker;
import dev.iii.sdk.annotation.Function;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The typed clients of docs/calls.md. */
final class TypedClientExamples {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    record Query(int below) {}

    interface Page {
        void show(List<Sold> stock);
    }

    private TypedClientExamples() {}

    public interface Shop {
        @Function("cmd::sell-item")
        Sold sell(Sell sell);

        @Function("query::stock")
        CompletionStage<List<Sold>> stock(Query query);

        @Function("audit::sold")
        void record(Sold sold);

        default Sold sellOne(String sku) {
            return sell(new Sell(sku, 1));
        }
    }

    static Shop client(Worker worker, Page page) {
        Shop shop = worker.client(Shop.class);
        Shop patient = worker.client(Shop.class, call -> call.timeout(Duration.ofMinutes(2)));
        Sold sold = shop.sellOne("A-1");
        shop.stock(new Query(10)).thenAccept(page::show);
        shop.record(sold);
        return patient;
    }
}
