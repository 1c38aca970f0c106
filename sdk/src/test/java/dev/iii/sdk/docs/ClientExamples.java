package dev.iii.sdk.docs;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.configuration.ConfigurationDefinition;
import dev.iii.sdk.discovery.DiscoveryFilter;
import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.discovery.WorkerFilter;
import dev.iii.sdk.discovery.WorkerInfo;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.policy.RetryPolicy;
import dev.iii.sdk.queue.DeadLetter;
import dev.iii.sdk.queue.QueueDefinition;
import dev.iii.sdk.rbac.AuthDecision;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.MiddlewareRequest;
import dev.iii.sdk.state.StateChange;
import dev.iii.sdk.state.StateUpdate;
import dev.iii.sdk.stream.StreamAuthRequest;
import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamEvent;
import dev.iii.sdk.stream.StreamStore;
import dev.iii.sdk.trigger.StreamJoinDecision;
import dev.iii.sdk.trigger.StreamJoinEvent;
import dev.iii.sdk.trigger.StreamJoinTrigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/** The code of docs/clients.md. */
final class ClientExamples {

    record Stock(String sku, int left) {}

    record Line(String sku, int quantity) {}

    record Limits(int perCustomer) {}

    record Order(String id) {}

    /** A page that somebody looks at, for the examples. */
    interface Page {
        void show(List<Line> lines);

        void show(Line line);
    }

    /** Who may connect, for the examples. */
    interface Users {
        Optional<String> of(String token);
    }

    private ClientExamples() {}

    static void state(Worker worker) {
        worker.state().set("stock", "A-1", new Stock("A-1", 10));
        Optional<Stock> stock = worker.state().get("stock", "A-1", Stock.class);
        List<Stock> all = worker.state().list("stock", Stock.class);
        CompletableFuture<Optional<Stock>> later = worker.state().async().get("stock", "A-1", Stock.class);
        Checked.used(stock, all, later);
    }

    static int update(Worker worker) {
        StateChange change = worker.state()
                .update(
                        "stock",
                        "A-1",
                        StateUpdate.create().decrement("left", 2).append("history", "sold 2"))
                .orThrow();
        return change.newValue(Stock.class).orElseThrow().left();
    }

    static void with(Worker worker) {
        worker.state()
                .with(call -> call.timeout(Duration.ofSeconds(2)))
                .idempotent(RetryPolicy.DEFAULT)
                .set("stock", "A-1", new Stock("A-1", 10));
    }

    static void streams(Worker worker) {
        worker.streams().set("carts", "user-7", "A-1", new Line("A-1", 2));
        worker.streams().update("carts", "user-7", "A-1", StateUpdate.create().increment("quantity", 1));
        List<Line> cart = worker.streams().list("carts", "user-7", Line.class);
        worker.streams().send("carts", "user-7", "checked-out", Map.of("order", 4711));
        Checked.used(cart);
    }

    static StreamConsumer consume(Page page) {
        StreamConsumer consumer = Iii.connectStreams("ws://127.0.0.1:3112");
        consumer.join("carts", "user-7", Line.class, event -> {
            if (event instanceof StreamEvent.Synced<Line> synced) {
                page.show(synced.items());
            } else if (event instanceof StreamEvent.Updated<Line> updated) {
                page.show(updated.item());
            }
        });
        return consumer;
    }

    static final class Carts implements StreamStore {

        private final Map<String, Map<String, Json>> groups = new ConcurrentHashMap<>();
        private final ReentrantLock lock = new ReentrantLock();

        private Map<String, Json> group(String name) {
            return groups.computeIfAbsent(name, group -> new ConcurrentHashMap<>());
        }

        @Override
        public StateChange update(String group, String item, Json operations) {
            lock.lock();
            try {
                StateChange change = StateUpdate.apply(get(group, item), operations);
                group(group).put(item, change.newValue());
                return change;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<Json> get(String group, String item) {
            return Optional.ofNullable(group(group).get(item));
        }

        @Override
        public StateChange set(String group, String item, Json data) {
            lock.lock();
            try {
                Json old = group(group).put(item, data);
                return new StateChange(old == null ? Json.NULL : old, data);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<Json> delete(String group, String item) {
            lock.lock();
            try {
                return Optional.ofNullable(group(group).remove(item));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<Json> list(String group) {
            return List.copyOf(group(group).values());
        }

        @Override
        public List<String> listGroups() {
            return List.copyOf(groups.keySet());
        }
    }

    static void custom(Worker worker) {
        worker.registerStream("carts", new Carts()).awaitConfirmed(Duration.ofSeconds(5));
    }

    static void queues(Worker worker, Order order, Logger log) {
        worker.queues().publish("orders", order);
        for (DeadLetter letter : worker.queues().eachDeadLetter("orders", 100)) {
            log.warn("{} was delivered {} times: {}", letter.id(), letter.deliveries(), letter.error());
        }
        worker.queues().redrive("orders");
    }

    static void defineQueues(Worker worker) {
        worker.queues().define(QueueDefinition.standard("alerts").maxRetries(5).backoff(Duration.ofSeconds(1)));
        worker.queues().define(QueueDefinition.fifo("orders", "customerId").concurrency(4));
    }

    static Limits configuration(Worker worker) {
        worker.configuration()
                .register(ConfigurationDefinition.of("limits", Limits.class).initialValue(new Limits(5)));
        return worker.configuration().get("limits", Limits.class).orElseThrow();
    }

    static void discovery(Worker worker, Logger log) {
        for (FunctionInfo function :
                worker.discovery().functions(DiscoveryFilter.all().prefix("cmd::"))) {
            log.info("{} of {}", function.id(), function.workerName());
        }
        List<WorkerInfo> javaWorkers =
                worker.discovery().workers(WorkerFilter.all().runtime("java"));
        Checked.used(javaWorkers);
    }

    static void streamAccess(Worker worker, Users users) {
        worker.registerFunction(
                "auth::streams",
                StreamAuthRequest.class,
                (request, call) ->
                        request.context(users.of(request.parameter("token").orElse(""))));
        worker.registerFunction(
                "streams::join",
                StreamJoinEvent.class,
                (event, call) -> event.context().isPresent() ? StreamJoinDecision.ALLOW : StreamJoinDecision.REFUSE);
        worker.registerTrigger(StreamJoinTrigger.any(), "streams::join");
    }

    static void access(Worker worker, Users users) {
        worker.registerFunction("auth::workers", AuthRequest.class, (request, call) -> {
            String user = request.header("authorization")
                    .flatMap(users::of)
                    .orElseThrow(() -> AuthDecision.refuse("no such token"));
            return AuthDecision.accept()
                    .grant("default", "query::*")
                    .functionPrefix(user)
                    .context(Map.of("user", user));
        });
        worker.registerFunction(
                "auth::functions",
                FunctionRegistrationRequest.class,
                (request, call) -> request.functionId().startsWith("admin::") ? request.refuse() : request.accept());
        worker.registerFunction("auth::middleware", MiddlewareRequest.class, (request, call) -> request.proceed(call));
    }

    /** For values that an example only shows. */
    private static final class Checked {
        private Checked() {}

        static void used(Object... values) {
            assert values.length > 0;
        }
    }
}
