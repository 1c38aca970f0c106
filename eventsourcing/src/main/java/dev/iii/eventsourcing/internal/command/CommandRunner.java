package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.Recorded;
import dev.iii.eventsourcing.internal.command.CommandQueue.Progress;
import dev.iii.eventsourcing.internal.log.CommandProtocol;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Appending;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Finished;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Limits;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Settled;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Stage;
import dev.iii.eventsourcing.internal.log.Head;
import dev.iii.eventsourcing.internal.log.LogRules;
import dev.iii.eventsourcing.internal.log.Outcome;
import dev.iii.eventsourcing.internal.log.Reply;
import dev.iii.eventsourcing.internal.store.EventJson;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.NewerEventException;
import dev.iii.sdk.error.FunctionException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the commands of one aggregate. Thread-safe.
 *
 * @param <C> the type of all commands
 * @param <E> the type of all events
 * @param <S> the state
 */
public final class CommandRunner<C, E, S> {

    private static final Logger log = LoggerFactory.getLogger(CommandRunner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_ATTEMPTS = 50;
    private static final int MAX_STREAMS = 100_000;
    private static final int MAX_KEYS = 500_000;

    private final Aggregate<C, E, S> aggregate;
    private final LogStore store;
    private final Environment environment;
    private final EventJson<E> json;
    private final CommandQueues<S> queues = new CommandQueues<>();
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
        Deciding.requireNone();
        long asked = System.nanoTime();
        Deadline deadline = new Deadline(asked, PATIENCE);
        UserCommand<C, E, S> running =
                new UserCommand<>(aggregate.decider(), json, environment, stream, command, options, fingerprint);
        Done<T, E, S> done;
        boolean appended;
        CommandQueue<S> queue = queues.enter(stream);
        try {
            Outcome<S> outcome = outcome(queue, running, deadline);
            done = done(stream, command, outcome);
            appended = outcome instanceof Outcome.Appended<S>;
        } catch (NewerEventException e) {
            throw Failures.newerEvent(e);
        } finally {
            queue.forget(running.id());
            queues.leave(stream);
        }
        if (appended) {
            environment.signals().grown(aggregate.name(), stream);
            for (Recorded<E> recorded : done.events()) {
                environment.publisher().publish(aggregate.name(), recorded);
            }
        }
        return done;
    }

    private Outcome<S> outcome(CommandQueue<S> queue, UserCommand<C, E, S> command, Deadline deadline) {
        CommandQueue.Waiting<S> place = queue.waiting(command, deadline);
        Outcome<S> shared = queue.await(place);
        if (shared != null) {
            return shared;
        }
        try {
            return run(queue, command, queue.progress(place), deadline);
        } finally {
            queue.end();
        }
    }

    private Outcome<S> run(CommandQueue<S> queue, UserCommand<C, E, S> command, Progress before, Deadline deadline) {
        String stream = command.stream();
        AggregateFolding<E, S> folding = new AggregateFolding<>(
                aggregate, json, stream, id -> id.equals(command.id()) || queue.isDoubtful(id), environment.clock());
        CommandProtocol<S> protocol =
                new CommandProtocol<>(LogRules.STANDARD, folding, command, environment.limits(), MAX_ATTEMPTS);
        long epoch = environment.signals().epoch();
        Memories.Memory<S> memory = memories.take(stream, epoch);
        StoreCalls calls = new StoreCalls(store, environment.journal(), stream, deadline, before.mayHaveRun());
        Stage<S> stage;
        if (memory == null) {
            stage = protocol.start(before.attempts());
        } else {
            calls.since(memory.since());
            boolean fresh = memory.since() - deadline.startNanos() >= 0;
            stage = protocol.start(memory.head(), before.attempts(), fresh);
        }
        while (!(stage instanceof Finished<S>)) {
            stage = stage instanceof Appending<S> appending && protocol.mayBeShared(appending)
                    ? appendShared(queue, protocol, appending, calls)
                    : protocol.on(stage, calls.perform(protocol.request(stage)));
        }
        Finished<S> finished = (Finished<S>) stage;
        folding.missingSnapshot()
                .ifPresent(missing -> calls.addSnapshots(missing.segment(), missing.n(), missing.snapshots()));
        if (finished.head() != null) {
            memories.put(stream, new Memories.Memory<>(finished.head(), calls.since(), epoch));
            if (!(finished.outcome() instanceof Outcome.Appended<S>)) {
                answerWithoutEvents(queue, protocol, finished.head(), calls.since());
            }
        }
        return finished.outcome();
    }

    /** Refuses the commands that wait and would be refused, too. One reading answers all of them. */
    private void answerWithoutEvents(CommandQueue<S> queue, CommandProtocol<S> protocol, Head<S> head, long since) {
        List<CommandQueue.Waiting<S>> taken = queue.take(environment.limits().commands());
        List<Settled<S>> settled = new ArrayList<>();
        try {
            for (CommandQueue.Waiting<S> each : taken) {
                Progress progress = queue.progress(each);
                Outcome<S> outcome = since - each.asked() >= 0
                        ? tryOther(each, () -> protocol.withoutEvents(head, each.command(), progress.attempts()))
                        : null;
                settled.add(new Settled<>(outcome, progress.attempts(), false));
                if (outcome == null) {
                    return;
                }
            }
        } finally {
            queue.giveBack(taken.subList(settled.size(), taken.size()));
            queue.settle(taken.subList(0, settled.size()), settled, false);
        }
    }

    /** Lets the commands that wait share an append, and answers them. */
    private Stage<S> appendShared(
            CommandQueue<S> queue, CommandProtocol<S> protocol, Appending<S> alone, StoreCalls calls) {
        List<CommandQueue.Waiting<S>> sharing = new ArrayList<>();
        Appending<S> appending = alone;
        Reply reply = new Reply.Lost();
        try {
            List<CommandQueue.Waiting<S>> taken =
                    queue.take(environment.limits().commands() - 1);
            List<CommandQueue.Waiting<S>> others = new ArrayList<>(taken);
            try {
                for (CommandQueue.Waiting<S> each : taken) {
                    Appending<S> shared = appending;
                    Progress progress = queue.progress(each);
                    Appending<S> next =
                            tryOther(each, () -> protocol.share(shared, each.command(), progress.attempts()));
                    if (next != null) {
                        appending = next;
                        sharing.add(each);
                        others.remove(each);
                    }
                }
            } finally {
                queue.giveBack(others);
            }
            reply = calls.perform(protocol.request(appending));
        } finally {
            queue.settle(sharing, protocol.settle(appending, reply), calls.lostMayHaveRun());
        }
        return protocol.on(appending, reply);
    }

    /** A command whose code fails is executed alone, so that only its caller gets the exception. */
    private <T> @Nullable T tryOther(CommandQueue.Waiting<S> other, Supplier<@Nullable T> code) {
        try {
            return code.get();
        } catch (Throwable e) {
            log.debug(
                    "Command {} is executed alone, because its code has failed",
                    other.command().id(),
                    e);
            return null;
        }
    }

    private <T extends C> Done<T, E, S> done(String stream, T command, Outcome<S> outcome) {
        if (outcome instanceof Outcome.Appended<S> appended) {
            List<Recorded<E>> events = json.read(stream, appended.entry());
            return new Done<>(
                    stream,
                    command,
                    appended.before(),
                    events,
                    appended.after(),
                    appended.entry().lastNumber());
        }
        if (outcome instanceof Outcome.Repeated<S> repeated) {
            List<Recorded<E>> events = json.read(stream, repeated.entry());
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
}
