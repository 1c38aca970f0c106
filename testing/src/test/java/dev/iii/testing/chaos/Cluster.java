package dev.iii.testing.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.call.Call;
import dev.iii.testing.chaos.FaultyProxy.Direction;
import dev.iii.testing.chaos.FaultyProxy.Link;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * An engine process, worker processes and the worker that makes the calls, in the process of the test. Each worker reaches
 * the engine through a proxy. Used by one thread.
 */
final class Cluster implements AutoCloseable {

    /** The number of worker processes. */
    static final int WORKERS = 2;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
    /** Fewer than calls are in flight, so that some of them are refused while there is no connection. */
    private static final int QUEUED_CALLS = CallLoad.IN_FLIGHT / 4;

    private static final int QUEUED_BYTES = 1 << 20;
    private static final long PROBE = -1;
    /** The directions in which a half-open connection loses data. */
    private static final List<Set<Direction>> HALF_OPEN =
            List.of(Set.of(Direction.TO_ENGINE), Set.of(Direction.TO_WORKER), Set.of(Direction.values()));

    private static final Pattern URL = Pattern.compile("workers connect to (ws://\\S+)");

    private final Path directory;
    private final List<ChildProcess> everStarted = new ArrayList<>();
    private final List<FaultyProxy> proxies = new ArrayList<>();
    private final ChildProcess[] workers = new ChildProcess[WORKERS];
    private @Nullable ChildProcess engine;
    private @Nullable Worker caller;
    private int started;

    /** @param engineUrl the engine to use, or {@code null} to start the stub */
    Cluster(Path directory, @Nullable URI engineUrl) throws IOException {
        this.directory = directory;
        URI url = engineUrl == null ? startEngine() : engineUrl;
        for (int i = 0; i < WORKERS; i++) {
            proxies.add(new FaultyProxy("worker-" + i, url));
            startWorker(i);
        }
        FaultyProxy proxy = new FaultyProxy("caller", url);
        proxies.add(proxy);
        caller = Iii.registerWorker(
                proxy.url(),
                WorkerProcess.options("chaos-caller-" + ProcessHandle.current().pid())
                        .limits(WorkerLimits.DEFAULT.withQueuedCalls(QUEUED_CALLS, QUEUED_BYTES))
                        .build());
        awaitAnswers();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    /** Returns the worker that makes the calls. */
    Worker caller() {
        Worker worker = caller;
        if (worker == null) {
            throw new IllegalStateException("the caller has not been started");
        }
        return worker;
    }

    private FaultyProxy callerProxy() {
        return proxies.get(WORKERS);
    }

    private URI startEngine() throws IOException {
        ChildProcess process = ChildProcess.start(
                directory,
                "engine-" + started++,
                EngineProcess.class,
                List.of("--port", "0", "--http-port", "0", "--stream-port", "0"));
        engine = process;
        everStarted.add(process);
        await("the engine listens")
                .until(() -> !process.isAlive() || URL.matcher(process.output()).find());
        Matcher url = URL.matcher(process.output());
        assertThat(url.find())
                .as("the engine has started: %s", process.output())
                .isTrue();
        return URI.create(url.group(1));
    }

    private void startWorker(int number) throws IOException {
        String name = "worker-" + number + "-" + started++;
        ChildProcess process = ChildProcess.start(
                directory,
                name,
                WorkerProcess.class,
                List.of(
                        proxies.get(number).url(),
                        "chaos-" + name + "-" + ProcessHandle.current().pid(),
                        Integer.toString(number),
                        Integer.toString(WORKERS),
                        directory.resolve(name + ".records").toString()));
        workers[number] = process;
        everStarted.add(process);
    }

    private ChildProcess engine() {
        ChildProcess process = engine;
        if (process == null) {
            throw new IllegalStateException("the engine is not a process of this test");
        }
        return process;
    }

    /**
     * Waits until every worker answers a call, and the call that it makes to the next worker. After that, every connection of
     * every worker works in both directions.
     */
    void awaitAnswers() {
        for (int i = 0; i < WORKERS; i++) {
            String function = CallKind.RELAYED.function(i);
            await("an answer of " + function)
                    .ignoreExceptions()
                    .until(() -> caller().trigger(Call.to(function, PROBE).timeout(PROBE_TIMEOUT)) != null);
        }
    }

    /**
     * Injects a fault, waits, and repairs it.
     *
     * @param hold waits for as long as the fault lasts, unless it lasts until a worker has noticed it
     * @return what exactly was done
     */
    String fault(FaultKind kind, Random random, Runnable hold) throws IOException, InterruptedException {
        int number = random.nextInt(WORKERS);
        String worker = "of worker " + number;
        switch (kind) {
            case WORKER_KILLED -> {
                workers[number].kill();
                hold.run();
                startWorker(number);
                return worker;
            }
            case ENGINE_KILLED -> {
                engine().kill();
                hold.run();
                URI url = startEngine();
                proxies.forEach(proxy -> proxy.engine(url));
                return "";
            }
            case WORKER_FROZEN -> {
                workers[number].freeze();
                hold.run();
                workers[number].thaw();
                return worker;
            }
            case ENGINE_FROZEN -> {
                boolean untilNoticed = random.nextInt(3) == 0;
                List<Link> links = callerProxy().openLinks();
                engine().freeze();
                hold.run();
                if (untilNoticed) {
                    await("the caller has noticed that the engine is frozen")
                            .until(() -> links.stream().allMatch(Link::workerHasLeft));
                }
                engine().thaw();
                return untilNoticed ? "until noticed" : "";
            }
            case CALLER_RESET -> {
                assertThat(callerProxy().reset()).as("connections reset").isPositive();
                return "";
            }
            case WORKER_RESET -> {
                assertThat(proxies.get(number).reset()).as("connections reset").isPositive();
                return worker;
            }
            case CALLER_HALF_OPEN -> {
                return halfOpen(callerProxy(), random, hold);
            }
            case WORKER_HALF_OPEN -> {
                return worker + " " + halfOpen(proxies.get(number), random, hold);
            }
        }
        throw new AssertionError(kind);
    }

    private static String halfOpen(FaultyProxy proxy, Random random, Runnable hold) {
        Set<Direction> directions = HALF_OPEN.get(random.nextInt(HALF_OPEN.size()));
        long before = proxy.lostBytes();
        List<Link> links = proxy.halfOpen(directions);
        assertThat(links).as("half-open connections").isNotEmpty();
        hold.run();
        await("the worker has noticed that its connection is half-open: " + directions)
                .until(() -> links.stream().allMatch(Link::workerHasLeft));
        links.forEach(Link::reset);
        assertThat(proxy.lostBytes()).as("bytes lost").isGreaterThan(before);
        return directions.toString();
    }

    /** Ends the workers gracefully and passes all their records to the consumer. */
    void endWorkers(LongConsumer records) throws IOException, InterruptedException {
        for (ChildProcess worker : workers) {
            worker.end();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".records")).toList()) {
                Recorder.read(file, records);
            }
        }
    }

    /** Returns what the processes have printed, for a failed test. */
    String output() throws IOException {
        StringBuilder text = new StringBuilder();
        for (ChildProcess process : everStarted) {
            String output = process.output();
            if (!output.isBlank()) {
                text.append(process).append(":\n").append(output.indent(2));
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        try {
            everStarted.forEach(ChildProcess::close);
            if (caller != null) {
                caller.shutdown(Duration.ofMillis(1));
            }
        } finally {
            for (FaultyProxy proxy : proxies) {
                proxy.close();
            }
        }
    }
}
