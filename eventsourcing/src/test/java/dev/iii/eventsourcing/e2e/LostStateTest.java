package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.account.Account;
import dev.iii.eventsourcing.account.Account.Command;
import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.eventsourcing.account.Account.State;
import dev.iii.eventsourcing.account.Account.Withdraw;
import dev.iii.eventsourcing.e2e.RealEngine.Loss;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.FunctionException;
import dev.iii.testing.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real engine loses its state, or the last changes, while two programs remember the ends of logs. See {@link RealEngine} for
 * what the test needs; it is skipped otherwise.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LostStateTest {

    private static final String ACCOUNT = "1";
    private static final Set<String> NO_ANSWER = Set.of("engine_unavailable", "outcome_unknown", "busy");
    private static final int LOSSES = 4;
    private static final int CLIENTS = 4;

    @RegisterExtension
    final Engines engines = new Engines();

    @TempDir
    private Path folder;

    /** A program with its view. */
    private record Program(EventSourcing es, View<State> balances) {}

    private Program program(RealEngine engine) {
        Worker worker = engines.closing(Iii.registerWorker(
                        engine.url(), Workers.options().standby(true).build()))
                .awaitReady(Engines.LONG);
        EventSourcing es = engines.closing(Account.on(worker));
        View<State> balances = es.add(Projection.state(Account.ACCOUNT, "balances", 1));
        return new Program(es.start(), balances);
    }

    /** Executes a command until the engine answers. Returns the id of its event; empty if it was refused. */
    private static Optional<String> execute(Program program, Command command) {
        CommandOptions options = CommandOptions.NONE.commandId(UUID.randomUUID().toString());
        while (true) {
            try {
                return program.es().execute(Account.ACCOUNT, ACCOUNT, command, options).events().stream()
                        .map(Recorded::id)
                        .findFirst();
            } catch (FunctionException e) {
                if (!NO_ANSWER.contains(e.code())) {
                    assertThat(e.code()).isIn("not_covered", "no_account", "open_already");
                    return Optional.empty();
                }
            } catch (CallException e) {
                // The connection was lost. The command has an id, so it is executed at most once.
            }
        }
    }

    private static List<Recorded<Account.Event>> log(Program program) {
        List<Recorded<Account.Event>> log = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = program.es().history(Account.ACCOUNT, ACCOUNT, cursor, 1_000);
            log.addAll(page.events());
            cursor = page.next();
        } while (cursor.isPresent());
        Collections.reverse(log);
        return log;
    }

    /** The log has no gap, no more is paid than there is, and what was answered is there. Returns the state. */
    private static State check(List<Recorded<Account.Event>> log, Iterable<String> answered) {
        Account rules = new Account();
        State state = rules.initial();
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).number()).isEqualTo(i + 1);
            state = rules.evolve(state, log.get(i).event());
            assertThat(state.cents()).isNotNegative();
        }
        assertThat(log).extracting(Recorded::id).doesNotHaveDuplicates().containsAll(answered);
        return state;
    }

    /** The view of each program becomes equal to the log. */
    private static void checkViews(Program one, Program other) {
        long begin = System.nanoTime();
        for (Program program : List.of(one, other)) {
            Engines.await("the view follows the log").ignoreExceptions().untilAsserted(() -> {
                List<Recorded<Account.Event>> log = log(program);
                assertThat(program.balances().get(ACCOUNT))
                        .contains(new View.Row<>(ACCOUNT, check(log, List.of()), log.size()));
                assertThat(program.balances().<Integer>fold(0, (rows, row) -> rows + 1))
                        .isEqualTo(1);
            });
        }
        System.out.printf("  the views follow the log after %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    }

    @ParameterizedTest(name = "{0}: {1} commands, {2} saved, another program: {3}")
    @CsvSource({
        "FILES_ENGINE_KILLED, 2, 0, false",
        "FILES_ENGINE_KILLED, 17, 3, true",
        "FILES_ENGINE_KILLED, 17, 16, false",
        "FILES_ENGINE_KILLED, 20, 16, true",
        "FILES_ENGINE_KILLED, 34, 17, true",
        "FILES_ENGINE_KILLED, 34, 33, false",
        "REDIS_KILLED, 2, 0, true",
        "REDIS_KILLED, 17, 0, false",
        "REDIS_KILLED, 17, 16, true",
        "REDIS_KILLED, 20, 18, false",
        "REDIS_KILLED, 34, 17, false",
        "REDIS_KILLED, 34, 33, true",
        "REDIS_FLUSHED, 2, 0, false",
        "REDIS_FLUSHED, 2, 0, true",
        "REDIS_FLUSHED, 17, 0, true",
        "REDIS_FLUSHED, 20, 0, false",
        "REDIS_FLUSHED, 34, 0, true"
    })
    void nothingIsPaidThatIsNotThere(Loss loss, int commands, int saved, boolean otherProgram) throws Exception {
        RealEngine engine = engines.closing(RealEngine.start(loss, folder));
        Program owner = program(engine);
        Program other = program(engine);
        for (int i = 0; i < commands; i++) {
            Optional<String> id = execute(owner, i == 0 ? new Open(ACCOUNT, "Ada", 0) : new Deposit(ACCOUNT, 100));
            if (i + 1 == saved) {
                engine.save(id.orElseThrow());
            }
        }
        engine.lose();
        List<String> answered = new ArrayList<>();
        if (otherProgram) {
            execute(other, new Open(ACCOUNT, "Eve", 0)).ifPresent(answered::add);
            execute(other, new Deposit(ACCOUNT, 2)).ifPresent(answered::add);
            execute(other, new Withdraw(ACCOUNT, 1)).ifPresent(answered::add);
        }
        execute(owner, new Withdraw(ACCOUNT, 50)).ifPresent(answered::add);
        execute(owner, new Open(ACCOUNT, "Ada", 0)).ifPresent(answered::add);
        execute(owner, new Deposit(ACCOUNT, 1)).ifPresent(answered::add);
        execute(owner, new Withdraw(ACCOUNT, 100L * commands)).ifPresent(answered::add);
        List<Recorded<Account.Event>> log = log(owner);
        System.out.printf("%s: %d commands, %d saved, %d kept%n", loss, commands, saved, log.size() - answered.size());
        check(log, answered);
        assertThat(log.size() - answered.size()).isBetween(saved, commands);
        checkViews(owner, other);
    }

    /** Both programs execute commands all the time, while the engine loses its state again and again. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void theLogIsWholeAfterEachLossUnderLoad(Loss loss) throws Exception {
        RealEngine engine = engines.closing(RealEngine.start(loss, folder));
        List<Program> programs = List.of(program(engine), program(engine));
        AtomicInteger losses = new AtomicInteger();
        AtomicInteger executed = new AtomicInteger();
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Program program = programs.get(client % programs.size());
                Random random = new Random(client);
                running.add(clients.submit(() -> {
                    int last = 0;
                    while (last < 50) {
                        int before = losses.get();
                        Optional<String> id = execute(program, random(random));
                        executed.incrementAndGet();
                        if (before == LOSSES) {
                            last++;
                            id.ifPresent(answered::add);
                        }
                    }
                }));
            }
            for (int i = 0; i < LOSSES; i++) {
                int goal = executed.get() + 150;
                Engines.await("commands are executed").until(() -> executed.get() >= goal);
                if (i % 2 == 1 && loss != Loss.REDIS_FLUSHED) {
                    engine.save(
                            execute(programs.get(0), new Deposit(ACCOUNT, 3)).orElse(""));
                }
                engine.lose();
                losses.incrementAndGet();
            }
            for (Future<?> each : running) {
                each.get(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(answered).isNotEmpty();
        check(log(programs.get(0)), answered);
        System.out.printf("%s: %d commands, %d answered after the last loss%n", loss, executed.get(), answered.size());
        checkViews(programs.get(0), programs.get(1));
    }

    private static Command random(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Open(ACCOUNT, "Ada", 0);
            case 1, 2, 3 -> new Deposit(ACCOUNT, 1 + random.nextInt(20));
            default -> new Withdraw(ACCOUNT, 1 + random.nextInt(30));
        };
    }
}
