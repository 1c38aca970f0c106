package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.account.Account;
import dev.iii.eventsourcing.account.Account.Balance;
import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.eventsourcing.account.Account.Withdraw;
import dev.iii.eventsourcing.account.Account.Withdrawn;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import dev.iii.testing.EngineTest;
import dev.iii.testing.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many clients at once, with lost connections. */
@EngineTest
class BuyersTest {

    private static final int CLIENTS = 16;
    private static final int KEYS = 300;
    private static final int TIMES = 3;

    private static List<Recorded<Account.Event>> events(EventSourcing es, String account) {
        List<Recorded<Account.Event>> events = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            History<Account.Event> page = es.history(Account.ACCOUNT, account, cursor, 500);
            events.addAll(page.events());
            cursor = page.next();
        } while (cursor.isPresent());
        return events;
    }

    private static void inParallel(int clients, ThrowingTask task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                running.add(pool.submit(() -> {
                    task.run(number);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(100, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private interface ThrowingTask {
        void run(int client) throws Exception;
    }

    /** Each key is sent three times, by different clients, while connections break; each is executed once. */
    @Test
    void eachKeyIsExecutedOnceWithEqualAnswers(Workers workers, EngineStub stub) throws Exception {
        Worker owner = workers.start("owner");
        Worker client = workers.start("client");
        try (EventSourcing es = Account.on(owner).start()) {
            owner.awaitReady(Duration.ofSeconds(10));
            es.execute(Account.ACCOUNT, "k", new Open("k", "Ada", 0), CommandOptions.NONE);
            es.execute(Account.ACCOUNT, "k", new Deposit("k", 1_000_000), CommandOptions.NONE);
            Map<String, Balance> answers = new ConcurrentHashMap<>();
            AtomicInteger done = new AtomicInteger();
            inParallel(CLIENTS, number -> {
                for (int i = number; i < KEYS * TIMES; i += CLIENTS) {
                    String key = "key-" + i % KEYS;
                    Balance balance = sendUntilAnswered(client, key);
                    assertThat(answers.computeIfAbsent(key, unknown -> balance)).isEqualTo(balance);
                    if (done.incrementAndGet() % 200 == 0) {
                        stub.faults().dropConnections();
                    }
                }
            });
            Map<String, Integer> times = new HashMap<>();
            for (Recorded<Account.Event> recorded : events(es, "k")) {
                if (recorded.event() instanceof Withdrawn) {
                    times.merge(recorded.commandId(), 1, Integer::sum);
                }
            }
            assertThat(times)
                    .hasSize(KEYS)
                    .allSatisfy((key, count) -> assertThat(count).isEqualTo(1));
        }
    }

    private static Balance sendUntilAnswered(Worker client, String key) {
        Json payload = Json.parse("{\"account\":\"k\",\"cents\":1,\"commandId\":\"" + key + "\"}");
        while (true) {
            try {
                return client.trigger("cmd::withdraw", payload, Balance.class);
            } catch (CallException e) {
                assertThat(
                                e instanceof FunctionException f
                                                && f.httpStatus() < 500
                                                && !f.code().equals("TIMEOUT")
                                        ? f.code()
                                        : "")
                        .isIn("", "outcome_unknown", "engine_unavailable", "busy", "invocation_failed");
            }
        }
    }

    /** Two programs execute commands on one account without owning anything; the books balance. */
    @Test
    void twoProgramsNeverPayMoreThanThereIs(Workers workers) throws Exception {
        long seed = System.nanoTime();
        List<EventSourcing> programs = List.of(Account.on(workers.start("one")), Account.on(workers.start("two")));
        String account = "s";
        programs.get(0).execute(Account.ACCOUNT, account, new Open(account, "Ada", 0), CommandOptions.NONE);
        programs.get(0).execute(Account.ACCOUNT, account, new Deposit(account, 2_000), CommandOptions.NONE);
        Map<String, Boolean> answered = new ConcurrentHashMap<>();
        inParallel(CLIENTS, number -> {
            SplittableRandom random = new SplittableRandom(seed + number);
            EventSourcing es = programs.get(number % 2);
            for (int i = 0; i < 40; i++) {
                try {
                    es.execute(
                                    Account.ACCOUNT,
                                    account,
                                    new Withdraw(account, 1 + random.nextInt(7)),
                                    CommandOptions.NONE)
                            .events()
                            .forEach(recorded -> answered.put(recorded.id(), true));
                } catch (FunctionException e) {
                    assertThat(e.code()).as("seed " + seed).isIn("not_covered", "busy");
                }
            }
        });
        Account rules = new Account();
        Account.State state = rules.initial();
        List<Recorded<Account.Event>> log = new ArrayList<>(events(programs.get(1), account));
        java.util.Collections.reverse(log);
        for (Recorded<Account.Event> recorded : log) {
            state = rules.evolve(state, recorded.event());
            assertThat(state.cents()).as("seed " + seed).isNotNegative();
        }
        assertThat(log).extracting(Recorded::id).containsAll(answered.keySet()).doesNotHaveDuplicates();
        assertThat(log).hasSize(answered.size() + 2);
    }
}
