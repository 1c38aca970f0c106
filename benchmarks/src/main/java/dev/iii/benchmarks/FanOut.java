package dev.iii.benchmarks;

import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Measures messages that the engine delivers to many subscribers. */
final class FanOut implements Benchmark {

    private static final int WINDOW = 16;
    private static final int TIMEOUT_SECONDS = 5;

    /** A message that is on its way. */
    private static final class Message {
        private final CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        private final AtomicInteger missing;

        Message(int subscribers) {
            missing = new AtomicInteger(subscribers);
        }

        void received() {
            if (missing.decrementAndGet() == 0) {
                delivered.complete(true);
            }
        }
    }

    @Override
    public String summary() {
        return "time from publishing a message until the last subscriber has it";
    }

    @Override
    public Parameters parameters() {
        return new Parameters()
                .positional("URL", DEFAULT_URL, "worker port of a running engine")
                .positional("N", "200000", "number of deliveries for each number of subscribers")
                .option("--subscribers", "LIST", "1,8,64,512", "numbers of subscribed functions")
                .option("--warm-up", "N", "100000", "number of deliveries before the measurement; 0 for none");
    }

    @Override
    public JsonLine run(Arguments arguments) throws Exception {
        String url = arguments.text("URL");
        int deliveries = arguments.number("N", 1);
        List<Integer> counts = arguments.numbers("--subscribers", 1);
        int warmUp = arguments.number("--warm-up", 0);
        if (warmUp > 0) {
            JsonLine unused = measure(url, 8, warmUp, "warm-up");
        }
        List<JsonLine> rows = new ArrayList<>();
        for (int subscribers : counts) {
            rows.add(measure(url, subscribers, deliveries, "measured"));
        }
        return new JsonLine()
                .put("benchmark", "fanout")
                .put("jdk", Runtime.version().feature())
                .put("warm_up", warmUp)
                .put("rows", rows);
    }

    private static JsonLine measure(String url, int subscribers, int deliveries, String phase)
            throws InterruptedException {
        int messages = Math.max(1, deliveries / subscribers);
        AtomicReferenceArray<Message> sent = new AtomicReferenceArray<>(messages);
        String topic = TwoWorkers.unique("bench-" + phase + "-" + subscribers);
        try (TwoWorkers workers = TwoWorkers.connect(url)) {
            List<Registration> registrations = new ArrayList<>();
            for (int i = 0; i < subscribers; i++) {
                String function = "bench::" + topic + "::" + i;
                workers.callee().registerFunction(function, Integer.class, (index, call) -> {
                    sent.get(index).received();
                    return null;
                });
                registrations.add(workers.callee().registerTrigger(SubscribeTrigger.topic(topic), function));
            }
            for (Registration registration : registrations) {
                Registration unused = registration.awaitConfirmed(TwoWorkers.PATIENCE);
            }
            Worker publisher = workers.caller().awaitReady(TwoWorkers.PATIENCE);
            ClosedLoop.Result result = ClosedLoop.run(messages, WINDOW, index -> {
                Message message = new Message(subscribers);
                sent.set(index, message);
                return publisher
                        .publishAsync(topic, index)
                        .thenCompose(accepted -> message.delivered.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            });
            return new JsonLine()
                    .put("subscribers", subscribers)
                    .put("messages", messages)
                    .put("messages_per_s", Math.round(result.perSecond()))
                    .put("deliveries_per_s", Math.round(result.perSecond() * subscribers))
                    .put("cpu_us_per_delivery", result.cpuMicros() / subscribers)
                    .put("p50_us", result.latencies().p50())
                    .put("p99_us", result.latencies().p99())
                    .put("lost", result.lost());
        }
    }
}
