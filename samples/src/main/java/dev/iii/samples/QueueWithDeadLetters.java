package dev.iii.samples;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.queue.DeadLetter;
import dev.iii.sdk.trigger.DurableSubscriberTrigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Messages of a durable topic are delivered again until they succeed. Those that never do become dead letters. */
public final class QueueWithDeadLetters {

    private static final String TOPIC = "payments";

    record Payment(String order, int cents) {}

    private QueueWithDeadLetters() {}

    public static void main(String[] args) {
        Worker worker = Iii.registerWorker(
                WorkerOptions.builder().name("payments").closeOnExit(true).build());
        AtomicBoolean bankIsOpen = new AtomicBoolean();
        register(worker, bankIsOpen);
        worker.registerFunction("bank::open", json -> {
            bankIsOpen.set(true);
        });
        worker.closed().join();
    }

    /** @param bankIsOpen whether payments succeed */
    static void register(Worker worker, AtomicBoolean bankIsOpen) {
        worker.registerFunction("payments::charge", Payment.class, (payment, call) -> {
            if (!bankIsOpen.get()) {
                throw new FunctionException("bank_closed", "the bank does not answer");
            }
            worker.state().set("paid", payment.order(), payment);
        });
        worker.registerTrigger(
                DurableSubscriberTrigger.topic(TOPIC).maxRetries(3).backoff(Duration.ofMillis(100)),
                "payments::charge");
        worker.registerFunction("payments::request", Payment.class, (payment, call) -> {
            // Returns when the queue has stored the message.
            worker.queues().publish(TOPIC, payment);
        });
        worker.registerFunction("payments::failed", json -> {
            List<Json> failed = new ArrayList<>();
            for (DeadLetter letter : worker.queues().eachDeadLetter(TOPIC, 100)) {
                failed.add(letter.payload());
            }
            return failed;
        });
        worker.registerFunction("payments::retry", json -> worker.queues().redrive(TOPIC));
    }
}
