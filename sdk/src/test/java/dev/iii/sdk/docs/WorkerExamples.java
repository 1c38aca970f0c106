package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.trigger.HttpTrigger;
import dev.iii.stub.EngineStub;
import dev.iii.stub.GuardOptions;
import dev.iii.stub.StubOptions;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The code of docs/workers.md, docs/reliability.md and docs/stub.md. */
final class WorkerExamples {

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

    private WorkerExamples() {}

    record Sell(String sku, int quantity) {}

    record Sold(String sku, int left) {}

    static Worker workers() {
        Worker worker = Iii.registerWorker(WorkerOptions.named("inventory")); // III_URL, or ws://127.0.0.1:49134
        worker.awaitReady(Duration.ofSeconds(10)); // connected, and the engine has answered all registrations so far
        return worker;
    }

    static Worker registeredBefore(Shop shop) {
        Worker worker = Iii.registerWorker(WorkerOptions.named("inventory"), registering -> {
            registering.registerFunction("cmd::sell-item", Sell.class, (item, call) -> shop.sell(item));
            registering.registerTrigger(HttpTrigger.post("/inventory/sell"), "cmd::sell-item");
        });
        return worker;
    }

    static void registrations(Worker worker, Shop shop) {
        Registration sell = worker.registerFunction("cmd::sell-item", Sell.class, (item, call) -> shop.sell(item));
        sell.awaitConfirmed(Duration.ofSeconds(5)); // RegistrationRefusedException: … belongs to worker 3f2e…
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
