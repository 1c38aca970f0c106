package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Java code of docs/migration-from-node.md. */
final class MigrationExamples {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    record Stock(int left) {}

    record BySku(String sku) {}

    record Item(String sku) {}

    private MigrationExamples() {}

    static void worker() {
        Worker iii = Iii.registerWorker("ws://localhost:49134", WorkerOptions.named("shop"));

        iii.registerFunction(
                "cmd::sell-item", Sell.class, (input, call) -> new Sold(input.sku(), 10 - input.quantity()));
        iii.registerTrigger(HttpTrigger.post("/sell"), "cmd::sell-item");
    }

    static String calls(Worker iii) {
        Sold sold = iii.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class);
        iii.trigger(Call.to("audit::sold", sold).withoutReply());
        EnqueueReceipt receipt = iii.trigger(Call.to("notify::sold", sold).enqueue("mails"));
        return receipt.messageReceiptId();
    }

    static void http(Worker iii) {
        iii.registerFunction("query::item", BySku.class, (query, call) -> {
            Item item = find(query.sku());
            if (item == null) {
                throw new FunctionException("no_such_item", "there is no item " + query.sku()).withHttpStatus(404);
            }
            return item;
        });
    }

    private static @Nullable Item find(String sku) {
        return sku.isEmpty() ? null : new Item(sku);
    }

    static void errors(Worker iii) {
        iii.registerFunction("cmd::sell-item", Sell.class, (input, call) -> {
            throw new FunctionException("not_enough_stock", "only 3 left");
        });
    }

    static Optional<Stock> clients(Worker iii, Sold sold) {
        iii.state().set("stock", "A-1", new Stock(10));
        Optional<Stock> stock = iii.state().get("stock", "A-1", Stock.class);
        iii.publish("sold", sold);
        iii.registerTrigger(SubscribeTrigger.topic("sold"), "proj::stock");
        return stock;
    }
}
