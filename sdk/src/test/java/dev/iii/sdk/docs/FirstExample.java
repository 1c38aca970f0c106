package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.sdk.trigger.SubscribeTrigger;

/** What README.md begins with. */
final class FirstExample {

    private FirstExample() {}

    static void first(ReadmeExamples.Shop shop) {
        record Sell(String sku, int quantity) {}
        record Sold(String sku, int left) {}

        try (Worker worker = Iii.registerWorker("ws://127.0.0.1:49134", WorkerOptions.named("inventory"))) {
            worker.registerFunction("cmd::sell-item", Sell.class, (sell, call) -> shop.sell(sell)); // Sold
            worker.registerTrigger(HttpTrigger.post("/inventory/sell"), "cmd::sell-item");
            worker.registerTrigger(SubscribeTrigger.topic("inventory.item-sold"), "proj::inventory-list");
            Sold sold = worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class);
            worker.trigger(Call.to("notify::low-stock", sold).enqueue("alerts"));
        }
    }
}
