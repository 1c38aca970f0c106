package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Decision;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.log.Command;
import dev.iii.eventsourcing.internal.log.CommandProtocol;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Finished;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Limits;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Stage;
import dev.iii.eventsourcing.internal.log.Entry;
import dev.iii.eventsourcing.internal.log.EventIds;
import dev.iii.eventsourcing.internal.log.LogRules;
import dev.iii.eventsourcing.internal.log.Outcome;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.NewerEventException;
import dev.iii.sdk.error.FunctionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Executes the commands of one aggregate. Thread-safe.
 *
 * @param <C> the type of all commands
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class CommandRunner<C, E, S> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_ATTEMPTS = 50;
    private static final int MAX_STREAMS = 100_000;
    private static final int MAX_KEYS = 500_000;

    private final Aggregate<C, E, S> aggregate;
    private final LogStore store;
    private final Environment environment;
    private final EventJson<E> json;
    private final StreamTurns turns = new StreamTurns();
    private final Memories<S> memories = new Memories<>(MAX_STREAMS, MAX_KEYS);

    /**
     * The parts that all aggregates of a context share. Immutable.
     *
     * @param journal marks the streams that grow
     * @param signals tells that streams have grown, and when nothing that is remembered may be trusted any longer
     * @param publisher publishes the events
     * @param clock the clock for the time of the events
     * @param random the source of the ids
     * @param limits the size of the segments
     */
    public record Environment(
            Journal journal,
            LogSignals signals,
            Publisher publisher,
            Clock clock,
            RandomGenerator random,
            Limits limits) {}

    /** Creates a runner. */
    public CommandRunner(Aggregate<C, E, S> aggregate, LogStore store, Environment environment) {
        this.aggregate = aggregate;
        this.store = store;
        this.environment = environment;
        this.json = new EventJson<>(aggregate.events());
        environment.signals().add(new LogSignals.Listener() {
            @Override
            public void memoryInvalid() {
                memories.clear();
            }
        });
    }

    /** Returns the logs. */
    public LogStore store() {
        return store;
    }

    /** Returns the JSON of the events. */
    public EventJson<E> json() {
        return json;
    }

    /**
     * Executes a command. Blocks until its events are in the log.
     *
     * @param fingerprint a digest of the request; it is stored only if the options contain a command id
     * @throws FunctionException if the command is refused, or could not be executed
     */
    public <T extends C> Done<T, E, S> execute(String stream, T command, CommandOptions options, String fingerprint) {
        long asked = System.nanoTime();
        Deadline deadline = new Deadline(asked, PATIENCE);
        try {
            if (!turns.begin(stream, PATIENCE)) {
                throw Failures.busy(stream);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.busy(stream);
        }
        Done<T, E, S> done;
        boolean appended;
        try {
            UserCommand<T> running = new UserCommand<>(stream, command, options, fingerprint);
            AggregateFolding<E, S> folding =
                    new AggregateFolding<>(aggregate, json, stream, running.id(), environment.clock());
            Finished<S> finished = run(stream, running, folding, asked, deadline);
            done = done(stream, command, folding, finished.outcome());
            appended = finished.outcome() instanceof Outcome.Appended<S>;
        } catch (NewerEventException e) {
            throw Failures.newerEvent(e);
        } finally {
            turns.end(stream);
        }
        if (appended) {
            environment.signals().grown(aggregate.name(), stream);
            for (Recorded<E> recorded : done.events()) {
                environment.publisher().publish(aggregate.name(), recorded);
            }
        }
        return done;
    }

    private Finished<S> run(
            String stream, UserCommand<?> command, AggregateFolding<E, S> folding, long asked, Deadline deadline) {
        CommandProtocol<S> protocol =
                new CommandProtocol<>(LogRules.STANDARD, folding, command, environment.limits(), MAX_ATTEMPTS);
        long epoch = environment.signals().epoch();
        Memories.Memory<S> memory = memories.take(stream, epoch);
        StoreCalls calls = new StoreCalls(store, environment.journal(), stream, deadline);
        Stage<S> stage;
        if (memory == null) {
            stage = protocol.start();
        } else {
            calls.since(memory.since());
            stage = protocol.start(memory.head(), memory.since() - asked >= 0);
        }
        while (!(stage instanceof Finished<S>)) {
            stage = protocol.on(stage, calls.perform(protocol.request(stage)));
        }
        Finished<S> finished = (Finished<S>) stage;
        folding.missingSnapshot()
                .ifPresent(missing -> calls.addSnapshots(missing.segment(), missing.n(), missing.snapshots()));
        if (finished.head() != null) {
            memories.put(stream, new Memories.Memory<>(finished.head(), calls.since(), epoch));
        }
        return finished;
    }

    private <T extends C> Done<T, E, S> done(
            String stream, T command, AggregateFolding<E, S> folding, Outcome<S> outcome) {
        if (outcome instanceof Outcome.Appended<S> appended) {
            List<Recorded<E>> events = folding.events(appended.entry());
            return new Done<>(
                    stream,
                    command,
                    appended.before(),
                    events,
                    appended.after(),
                    appended.entry().lastNumber());
        }
        if (outcome instanceof Outcome.Repeated<S> repeated) {
            List<Recorded<E>> events = folding.events(repeated.entry());
            return new Done<>(
                    stream,
                    command,
                    repeated.before(),
                    events,
                    repeated.after(),
                    repeated.entry().lastNumber());
        }
        if (outcome instanceof Outcome.Unchanged<S> unchanged) {
            return new Done<>(stream, command, unchanged.state(), List.of(), unchanged.state(), unchanged.version());
        }
        if (outcome instanceof Outcome.Refused<S> refused) {
            throw (FunctionException) refused.reason();
        }
        if (outcome instanceof Outcome.Reused<S>) {
            throw Failures.keyReused();
        }
        throw Failures.busy(stream);
    }

    /** A command of the user on the protocol of the log. */
    private final class UserCommand<T extends C> implements Command<S> {

        private final String stream;
        private final T command;
        private final CommandOptions options;
        private final String id;
        private final @Nullable String fingerprint;

        UserCommand(String stream, T command, CommandOptions options, String fingerprint) {
            this.stream = stream;
            this.command = command;
            this.options = options;
            this.id = options.commandId().orElseGet(() -> EventIds.create(0, environment.random()));
            this.fingerprint = options.commandId().isPresent() ? fingerprint : null;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public @Nullable String fingerprint() {
            return fingerprint;
        }

        @Override
        public Verdict decide(S state, long version) {
            if (options.expectedVersion().isPresent()
                    && options.expectedVersion().getAsLong() != version) {
                return new Refuse(Failures.versionConflict(
                        stream, options.expectedVersion().getAsLong(), version));
            }
            Decision<E> decision = aggregate.decider().decide(command, state);
            if (decision instanceof Decision.Accepted<E> accepted) {
                return accepted.events().isEmpty()
                        ? new Nothing()
                        : new Accept(accepted.events().size(), json.write(accepted.events()));
            }
            Decision.Refused<E> refused = (Decision.Refused<E>) decision;
            return new Refuse(
                    new FunctionException(refused.code(), refused.message()).withHttpStatus(refused.status()));
        }

        @Override
        public Entry entry(Accept accept, String prev, long n, int attempt, boolean end) {
            return new Entry(
                    EventIds.create(n, environment.random()),
                    prev,
                    n,
                    accept.count(),
                    id,
                    fingerprint,
                    environment.clock().millis(),
                    options.correlationId().orElse(null),
                    options.causationId().orElse(null),
                    accept.events(),
                    end);
        }
    }
}
