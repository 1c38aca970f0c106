package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.queue.QueueDefinition;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.trigger.HttpTrigger;
import java.time.Duration;
import java.util.Map;

/** A workflow of three steps. Each step is retried on its own, and its progress is in the state of the engine. */
public final class OrderWorkflow {

    record Order(String id, int cents) {}

    private OrderWorkflow() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("order-workflow").closeOnExit(true).build());
        register(worker);
        worker.closed().join();
    }

    static void register(Worker worker) {
        for (String queue : new String[] {"order-payment", "order-shipping"}) {
            worker.queues().define(QueueDefinition.standard(queue).maxRetries(5).backoff(Duration.ofMillis(200)));
        }
        worker.registerFunction("orders::place", Order.class, (order, call) -> {
            if (order.cents() <= 0) {
                throw new FunctionException("free_order", "an order must cost something");
            }
            done(worker, order, "placed");
            worker.trigger(Call.to("orders::charge", order).enqueue("order-payment"));
            return Map.of("accepted", order.id());
        });
        // A step may run twice, for example if this process ends after its work. Therefore a second run must change
        // nothing: a
        // payment provider, for example, gets the id of the order and charges it once.
        worker.registerFunction("orders::charge", Order.class, (order, call) -> {
            done(worker, order, "charged");
            worker.trigger(Call.to("orders::ship", order).enqueue("order-shipping"));
        });
        worker.registerFunction("orders::ship", Order.class, (order, call) -> {
            done(worker, order, "shipped");
        });
        worker.registerTrigger(HttpTrigger.post("/orders"), "orders::place");
    }

    private static void done(Worker worker, Order order, String step) {
        worker.state()
                .update("orders", order.id(), StateUpdate.create().set(step, true))
                .orThrow();
    }
}
