package dev.iii.sdk.docs;

import dev.iii.sdk.Worker;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.FunctionNotFoundException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.queue.QueueDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The code of docs/calls.md. */
final class CallExamples {

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    interface Shop {
        void show(@Nullable Object value);

        void askTheCustomerAgain(String why);

        void lookWhetherItHappened(String sku);
    }

    private CallExamples() {}

    static void answers(Worker worker, Shop shop) {
        Sold sold = worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class);
        List<Sold> all = worker.trigger("query::stock", Map.of("below", 10), new TypeRef<List<Sold>>() {});
        Json raw = worker.trigger("query::stock", null);
        shop.show(sold);
        shop.show(all);
        shop.show(raw.elements());
    }

    static void later(Worker worker) {
        CompletableFuture<Sold> later = worker.triggerAsync("cmd::sell-item", new Sell("A-1", 2), Sold.class);
        later.cancel(true);
    }

    static void more(Worker worker, Shop shop) {
        Call call = Call.to("cmd::sell-item", new Sell("A-1", 2))
                .timeout(Duration.ofSeconds(2))
                .metadata(Map.of("tenant", "t-1"))
                .namespace("shop-north");
        shop.show(worker.trigger(call, Sold.class));
    }

    static void noAnswer(Worker worker, Sold sold) {
        worker.trigger(Call.to("audit::sold", sold).withoutReply());
        worker.queues().define(QueueDefinition.standard("alerts"));
        EnqueueReceipt receipt =
                worker.trigger(Call.to("notify::low-stock", sold).enqueue("alerts"));
        worker.logger("shop").info("queued", Map.of("receipt", receipt.messageReceiptId()));
    }

    static void again(Worker worker, Shop shop) {
        Call call = Call.to("query::stock", Map.of("sku", "A-1"))
                .timeout(Duration.ofSeconds(10))
                .idempotent(RetryPolicy.DEFAULT.withMaxAttempts(4).withPerAttempt(Duration.ofSeconds(1)));
        shop.show(worker.trigger(call, Sold.class));
    }

    static void failures(Worker worker, Shop shop, Sell sell) {
        try {
            shop.show(worker.trigger("cmd::sell-item", sell, Sold.class));
        } catch (FunctionException e) {
            shop.askTheCustomerAgain(e.code() + ": " + e.getMessage());
        } catch (FunctionNotFoundException e) {
            shop.askTheCustomerAgain("the shop is closed");
        } catch (CallException e) {
            if (e.mayHaveRun()) {
                shop.lookWhetherItHappened(sell.sku());
            } else {
                shop.askTheCustomerAgain("try again");
            }
        }
    }
}
