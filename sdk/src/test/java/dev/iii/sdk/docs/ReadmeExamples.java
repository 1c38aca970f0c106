package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.call.EnqueueReceipt;
import dev.iii.sdk.error.FunctionException;
import dev.iii.stub.EngineStub;
import dev.iii.stub.GuardOptions;
import dev.iii.stub.StubOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The code of README.md, docs/reliability.md and docs/stub.md. */
final class ReadmeExamples {

    interface Shop {
        Object sell(Record sell);

        void show(@Nullable Object value);

        void log(String text);
    }

    interface Prices {
        CompletionStage<Integer> ask(Query query);
    }

    interface Stock {
        int of(String sku);
    }

    record Query(String sku) {}

    private ReadmeExamples() {}

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    static Worker workers() {
        Worker worker = Iii.registerWorker(WorkerOptions.named("inventory")); // III_URL, or ws://127.0.0.1:49134
        worker.awaitReady(Duration.ofSeconds(10)); // connected, and everything registered so far is in effect
        return worker;
    }

    static void registrations(Worker worker, Shop shop) {
        Registration sell = worker.registerFunction("cmd::sell-item", Sell.class, (item, call) -> shop.sell(item));
        sell.awaitConfirmed(Duration.ofSeconds(5)); // RegistrationRefusedException: … belongs to worker 3f2e…
    }

    static void functions(Worker worker, Shop shop, Prices prices, Stock stock) {
        // A record in, a record out; raw JSON; a CompletionStage; an error of one's own.
        worker.registerFunction("query::stock", Query.class, (query, call) -> stock.of(query.sku()));
        worker.registerFunction("audit::any", (json, call) -> {
            shop.log(json.text());
            return null;
        });
        worker.registerAsyncFunction("query::price", Query.class, (query, call) -> prices.ask(query));
        worker.registerFunction("cmd::sell-item", Sell.class, (sell, call) -> {
            int left = stock.of(sell.sku()) - sell.quantity();
            if (left < 0) {
                throw new FunctionException("not_enough_stock", "there is not so much left").withHttpStatus(409);
            }
            return new Sold(sell.sku(), left);
        });
    }

    static void calls(Worker worker, Shop shop, Sell sell) {
        Sold sold = worker.trigger("cmd::sell-item", sell, Sold.class); // waits
        CompletableFuture<Sold> later = worker.triggerAsync("cmd::sell-item", sell, Sold.class);
        worker.trigger(Call.to("audit::sold", sold).withoutReply()); // nobody answers
        EnqueueReceipt receipt =
                worker.trigger(Call.to("notify::low-stock", sold).enqueue("alerts"));
        Call patient =
                Call.to("cmd::sell-item", sell).timeout(Duration.ofMinutes(2)).metadata(Map.of("tenant", "t-1"));
        Sold other = worker.trigger(patient, Sold.class);
        shop.show(later);
        shop.show(receipt);
        shop.show(other);
    }

    static void engine(Shop shop) {
        try (EngineStub engine = EngineStub.start();
                Worker worker = Iii.registerWorker(engine.workerUrl().toString(), WorkerOptions.named("inventory"))) {
            worker.registerAll(shop);
        }
    }

    static void faults(EngineStub stub) {
        stub.faults().loseResults(10);
        stub.faults().dropConnections();
    }

    static EngineStub guarded() {
        StubOptions options = StubOptions.builder()
                .guardedPort(
                        GuardOptions.builder().auth("my::auth").expose("api::*").build())
                .build();
        return EngineStub.start(options);
    }
}
