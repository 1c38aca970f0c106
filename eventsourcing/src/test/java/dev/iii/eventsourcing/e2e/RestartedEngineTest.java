package dev.iii.eventsourcing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.account.Account;
import dev.iii.eventsourcing.account.Account.Command;
import dev.iii.eventsourcing.account.Account.Deposit;
import dev.iii.eventsourcing.account.Account.Open;
import dev.iii.eventsourcing.account.Account.Withdraw;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import dev.iii.stub.EngineStub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine is restarted empty, or with an older state, while workers remember the ends of logs. */
class RestartedEngineTest {

    private static final String ACCOUNT = "1";
    private static final Scopes SCOPES = new Scopes("bank");
    private static final String SEGMENTS = SCOPES.log("account", ACCOUNT);
    private static final String HINTS = SCOPES.streams("account", Scopes.bucket(ACCOUNT));

    @RegisterExtension
    final Engines engines = new Engines();

    private EventSourcing program(EngineStub engine) {
        return engines.closing(Account.on(engines.worker(engine)).start());
    }

    private static void execute(EventSourcing es, Command command, Set<String> answered) {
        try {
            es.execute(Account.ACCOUNT, ACCOUNT, command, CommandOptions.NONE)
                    .events()
                    .forEach(recorded -> answered.add(recorded.id()));
        } catch (FunctionException e) {
            assertThat(e.code()).isIn("not_covered", "no_account", "open_already");
        }
    }

    private static List<Recorded<Account.Event>> log(EventSourcing es) {
        List<Recorded<Account.Event>> log = new ArrayList<>(
                es.history(Account.ACCOUNT, ACCOUNT, Optional.empty(), 1_000).events());
        Collections.reverse(log);
        return log;
    }

    /** Returns the segments of the account by their keys. */
    private static Map<String, Json> segments(EventSourcing es, Worker worker) {
        Map<String, Json> segments = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(List.of("0"));
        log(es).forEach(recorded -> ids.add(recorded.id()));
        for (String id : ids) {
            String key = SCOPES.segmentKey(ACCOUNT, id);
            worker.state().get(SEGMENTS, key, Json.class).ifPresent(segment -> segments.put(key, segment));
        }
        return segments;
    }

    @ParameterizedTest(name = "{0} commands, {1} kept, hint kept: {2}, another owner: {3}")
    @CsvSource({
        "2, 0, false, false",
        "2, 0, true, true",
        "17, 0, false, true",
        "17, 3, true, true",
        "17, 16, false, false",
        "20, 16, true, false",
        "20, 18, false, true",
        "34, 17, true, true",
        "34, 33, true, false"
    })
    void nothingIsPaidThatIsNotThere(int commands, int kept, boolean hintKept, boolean otherOwner) {
        EngineStub first = engines.start();
        int port = first.workerUrl().getPort();
        EventSourcing owner = program(first);
        Worker observer = engines.worker(first);
        Map<String, Json> saved = Map.of();
        for (int i = 0; i < commands; i++) {
            saved = i == kept && kept > 0 ? segments(owner, observer) : saved;
            execute(owner, i == 0 ? new Open(ACCOUNT, "Ada", 0) : new Deposit(ACCOUNT, 100), new HashSet<>());
        }
        Optional<Json> hint = observer.state().get(HINTS, ACCOUNT, Json.class);
        first.close();
        EngineStub second = engines.start(port);
        Worker restorer = engines.worker(second);
        saved.forEach((key, segment) -> restorer.state().set(SEGMENTS, key, segment));
        if (hintKept) {
            hint.ifPresent(value -> restorer.state().set(HINTS, ACCOUNT, value));
        }
        Set<String> answered = new HashSet<>();
        if (otherOwner) {
            EventSourcing other = program(second);
            execute(other, new Open(ACCOUNT, "Eve", 0), answered);
            execute(other, new Deposit(ACCOUNT, 2), answered);
            execute(other, new Withdraw(ACCOUNT, 1), answered);
        }
        execute(owner, new Withdraw(ACCOUNT, 50), answered);
        execute(owner, new Open(ACCOUNT, "Ada", 0), answered);
        execute(owner, new Deposit(ACCOUNT, 1), answered);
        execute(owner, new Withdraw(ACCOUNT, 3_000), answered);
        check(log(owner), answered, kept);
    }

    private static void check(List<Recorded<Account.Event>> log, Set<String> answered, int kept) {
        Account rules = new Account();
        Account.State state = rules.initial();
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).number()).isEqualTo(i + 1);
            state = rules.evolve(state, log.get(i).event());
            assertThat(state.cents()).isNotNegative();
        }
        assertThat(log).extracting(Recorded::id).containsAll(answered);
        assertThat(answered).isNotEmpty();
        assertThat(log).hasSizeGreaterThan(kept);
    }

    /** The state is exchanged while the connection lives, as Redis does when it is emptied. */
    @ParameterizedTest
    @CsvSource({"3, 0", "17, 0", "20, 17", "20, 5"})
    void aStateThatIsExchangedUnderALivingConnectionIsNoDamage(int commands, int kept) {
        EngineStub engine = engines.start();
        EventSourcing owner = program(engine);
        EventSourcing other = program(engine);
        Worker observer = engines.worker(engine);
        Map<String, Json> saved = Map.of();
        for (int i = 0; i < commands; i++) {
            saved = i == kept && kept > 0 ? segments(owner, observer) : saved;
            execute(owner, i == 0 ? new Open(ACCOUNT, "Ada", 0) : new Deposit(ACCOUNT, 100), new HashSet<>());
        }
        for (String key : segments(owner, observer).keySet()) {
            observer.state().delete(SEGMENTS, key);
        }
        saved.forEach((key, segment) -> observer.state().set(SEGMENTS, key, segment));
        Set<String> answered = new HashSet<>();
        // The log has as many events as the owner remembers, but others.
        for (int i = kept; i < commands; i++) {
            execute(other, i == 0 ? new Open(ACCOUNT, "Eve", 0) : new Deposit(ACCOUNT, 1), answered);
        }
        execute(owner, new Withdraw(ACCOUNT, 100L * (commands - 1)), answered);
        execute(owner, new Open(ACCOUNT, "Ada", 0), answered);
        execute(owner, new Deposit(ACCOUNT, 1), answered);
        check(log(owner), answered, kept);
    }
}
