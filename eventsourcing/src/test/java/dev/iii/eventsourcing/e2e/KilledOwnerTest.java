package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.account.Account;
import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.eventsourcing.account.Account.Withdrawn;
import dev.iii.stub.EngineStub;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each key is sent three times over HTTP by 16 clients, while the process that executes the commands is killed and frozen again
 * and again. {@code -Diii.kills.keys} sets the number of keys, {@code -Diii.kills.seed} repeats a run.
 */
class KilledOwnerTest {

    private static final int CLIENTS = 16;
    private static final int TIMES = 3;
    private static final int KEYS = Integer.getInteger("iii.kills.keys", 150);
    private static final int FAULTS = Math.max(3, KEYS / 80);
    private static final long SEED = Long.getLong("iii.kills.seed", new Random().nextLong());
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
    private static final int MANY = 10_000_000;

    @RegisterExtension
    final Engines engines = new Engines();

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Semaphore permits = new Semaphore(0);
    private final Deque<ChildProgram> processes = new ArrayDeque<>();
    private int started;

    private void startProcess(EngineStub engine) throws Exception {
        String name = "accounts-" + started++;
        processes.addLast(engines.closing(ChildProgram.start(
                directory,
                name,
                AccountProgram.class,
                "128m",
                engine.workerUrl().toString(),
                name)));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGSTOP")
    void eachKeyIsExecutedOnceWithEqualAnswers() throws Exception {
        EngineStub engine = engines.start();
        // The first one owns the functions, the second one waits.
        startProcess(engine);
        startProcess(engine);
        EventSourcing books = engines.closing(EventSourcing.on(engines.worker(engine), "bank"));
        books.execute(Account.ACCOUNT, "k", new Open("k", "Ada", 0), CommandOptions.NONE);
        books.execute(Account.ACCOUNT, "k", new Deposit("k", MANY), CommandOptions.NONE);
        List<Integer> requests = new ArrayList<>();
        for (int i = 0; i < KEYS * TIMES; i++) {
            // The requests of one half of the keys follow each other immediately, and are at work at the same time.
            requests.add(i % 2 == 0 ? i / TIMES : i % KEYS);
        }
        Map<Integer, Integer> counts = new HashMap<>();
        requests.forEach(key -> counts.merge(key, 1, Integer::sum));
        for (int key = 0; key < KEYS; key++) {
            for (int i = counts.getOrDefault(key, 0); i < TIMES; i++) {
                requests.add(key);
            }
        }
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(clients.submit(() -> {
                    for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                        permits.acquire();
                        send(engine, "key-" + requests.get(i));
                    }
                    return null;
                }));
            }
            injectFaults(engine, requests.size());
            permits.release(requests.size());
            for (Future<?> each : running) {
                each.get(10, TimeUnit.MINUTES);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(lost.get()).as("requests without an answer, seed " + SEED).isPositive();
        assertThat(answers).hasSize(KEYS);
        check(books);
    }

    /** Kills and freezes the owner of the functions. Some requests are permitted before each fault, and some during it. */
    private void injectFaults(EngineStub engine, int requests) throws Exception {
        List<Integer> kinds = new ArrayList<>();
        for (int i = 0; i < FAULTS; i++) {
            kinds.add(i % 3);
        }
        Collections.shuffle(kinds, new Random(SEED));
        int part = requests / (2 * FAULTS + 1);
        for (int i = 0; i < FAULTS; i++) {
            permits.release(part);
            int enough = (2 * i + 1) * part - CLIENTS;
            Engines.await("the answers before fault " + i + " of " + kinds).until(() -> answered.get() >= enough);
            ChildProgram owner = processes.getFirst();
            int kind = kinds.get(i);
            if (kind > 0) {
                int before = lost.get();
                owner.freeze();
                permits.release(part);
                Engines.await("a request to a frozen process").until(() -> lost.get() > before);
            }
            if (kind == 1) {
                owner.thaw();
            } else {
                owner.kill();
                permits.release(kind == 0 ? part : 0);
                processes.removeFirst();
                startProcess(engine);
            }
        }
    }

    private void send(EngineStub engine, String key) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(engine.httpUrl() + "/accounts/k/withdraw"))
                .timeout(REQUEST_TIMEOUT)
                .header("content-type", "application/json")
                .header("Idempotency-Key", "\"" + key + "\"")
                .POST(HttpRequest.BodyPublishers.ofString("{\"cents\":1}"))
                .build();
        while (true) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    String first = answers.putIfAbsent(key, response.body());
                    assertThat(response.body()).isEqualTo(first == null ? response.body() : first);
                    answered.incrementAndGet();
                    return;
                }
                // There is no owner between two processes, and the engine reports a lost one.
                assertThat(response.statusCode()).as(response.body()).isIn(404, 408, 500, 502, 503, 504);
            } catch (IOException e) {
                lost.incrementAndGet();
            }
        }
    }

    private static void check(EventSourcing books) {
        Map<String, Integer> times = new HashMap<>();
        List<Long> numbers = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            History<Account.Event> page = books.history(Account.ACCOUNT, "k", cursor, 1_000);
            for (Recorded<Account.Event> recorded : page.events()) {
                numbers.add(recorded.number());
                if (recorded.event() instanceof Withdrawn) {
                    times.merge(recorded.commandId(), 1, Integer::sum);
                }
            }
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(times)
                .hasSize(KEYS)
                .allSatisfy((key, count) ->
                        assertThat(count).as(key + ", seed " + SEED).isEqualTo(1));
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(numbers.size() - i);
        }
    }
}
