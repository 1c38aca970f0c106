package dev.iii.eventsourcing.internal.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.CommandFunction;
import dev.iii.eventsourcing.CommandOptions;
import dev.iii.eventsourcing.Done;
import dev.iii.eventsourcing.EventSourcing;
import dev.iii.eventsourcing.History;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.command.CommandBinding;
import dev.iii.eventsourcing.internal.command.CommandRunner;
import dev.iii.eventsourcing.internal.command.Failures;
import dev.iii.eventsourcing.internal.command.Fingerprint;
import dev.iii.eventsourcing.internal.log.CommandProtocol.Limits;
import dev.iii.eventsourcing.internal.store.EngineStore;
import dev.iii.eventsourcing.internal.store.HistoryReader;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.NewerEventException;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.HttpTrigger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Assembles the parts of event sourcing for one worker. Thread-safe. */
final class DefaultEventSourcing implements EventSourcing {

    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_PAGE = 1_000;
    private static final int MAX_PREFIX = 100;

    private final Worker worker;
    private final Scopes scopes;
    private final StateStore store;
    private final LogSignals signals = new LogSignals();
    private final CommandRunner.Environment environment;
    private final Followers followers;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final IdentityHashMap<Aggregate<?, ?, ?>, CommandRunner<?, ?, ?>> runners = new IdentityHashMap<>();

    @GuardedBy("lock")
    private final List<CommandBinding<?, ?, ?>> bindings = new ArrayList<>();

    @GuardedBy("lock")
    private final List<CommandFunction<?, ?, ?>> functions = new ArrayList<>();

    @GuardedBy("lock")
    private final List<Registration> registrations = new ArrayList<>();

    @GuardedBy("lock")
    private boolean started;

    @GuardedBy("lock")
    private @Nullable ConnectionWatch watch;

    DefaultEventSourcing(Worker worker, String context) {
        if (!context.matches("[A-Za-z0-9_-]{1,50}")) {
            throw new IllegalArgumentException(
                    "the context '" + context + "' is invalid; it must be 1 to 50 letters, digits, '_' or '-'");
        }
        this.worker = worker;
        this.scopes = new Scopes(context);
        this.store = new EngineStore(worker.state(), STORE_TIMEOUT);
        Clock clock = Clock.systemUTC();
        Journal journal = new Journal(store, scopes, clock);
        signals.add(journal);
        this.environment = new CommandRunner.Environment(
                journal, signals, new TopicPublisher(worker, context), clock, new SecureRandom(), Limits.STANDARD);
        this.followers = new Followers(worker, scopes, store, signals, clock, new SecureRandom());
    }

    @SuppressWarnings("unchecked") // a runner is stored under the aggregate with its types
    private <C, E, S> CommandRunner<C, E, S> runner(Aggregate<C, E, S> aggregate) {
        lock.lock();
        try {
            return (CommandRunner<C, E, S>) runners.computeIfAbsent(
                    aggregate, key -> new CommandRunner<>(aggregate, logs(aggregate), environment));
        } finally {
            lock.unlock();
        }
    }

    private LogStore logs(Aggregate<?, ?, ?> aggregate) {
        return new LogStore(store, scopes, aggregate.name());
    }

    // ---------------------------------------------------------------- assembly

    @Override
    public <C, E, S> EventSourcing add(CommandFunction<C, E, S> function) {
        if (!function.hasStream()) {
            throw new IllegalArgumentException("command function " + function.id() + " has no stream; call stream(…)");
        }
        CommandBinding<C, E, S> binding = new CommandBinding<>(
                function, runner(function.aggregate()), worker.codec(), worker.logger(function.id()));
        lock.lock();
        try {
            checkNotStarted();
            if (functions.stream().anyMatch(other -> other.id().equals(function.id()))) {
                throw new IllegalArgumentException("there already is a command function " + function.id());
            }
            functions.add(function);
            bindings.add(binding);
        } finally {
            lock.unlock();
        }
        return this;
    }

    @Override
    public <E, V> View<V> add(Projection<E, V> projection) {
        lock.lock();
        try {
            checkNotStarted();
            return followers.add(projection);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <E, S, T> EventSourcing add(Reaction<E, S, T> reaction) {
        lock.lock();
        try {
            checkNotStarted();
            followers.add(reaction);
        } finally {
            lock.unlock();
        }
        return this;
    }

    @Override
    public EventSourcing operatorFunctions(String prefix) {
        if (!prefix.matches("[A-Za-z0-9_-]+(::[A-Za-z0-9_-]+)*") || prefix.length() > MAX_PREFIX) {
            throw new IllegalArgumentException("the prefix '" + prefix + "' is invalid; it must be at most "
                    + MAX_PREFIX + " letters, digits, '_' or '-', with '::' between parts");
        }
        lock.lock();
        try {
            checkNotStarted();
            followers.operatorFunctions(prefix);
        } finally {
            lock.unlock();
        }
        return this;
    }

    @Override
    public EventSourcing start() {
        lock.lock();
        try {
            checkNotStarted();
            started = true;
            watch = new ConnectionWatch(worker, store, scopes, signals, this::workerEnds);
            for (int i = 0; i < bindings.size(); i++) {
                registrations.add(worker.registerFunction(bindings.get(i).definition()));
                for (HttpTrigger route : functions.get(i).routes()) {
                    registrations.add(
                            worker.registerTrigger(route, functions.get(i).id()));
                }
            }
            followers.start();
            return this;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void checkNotStarted() {
        if (started) {
            throw new IllegalStateException("event sourcing was started before; add everything before start()");
        }
    }

    /** Ends the threads. The registrations end with the worker. */
    private void workerEnds() {
        // The lock makes sure that threads which start() is about to start end, too.
        lock.lock();
        try {
            followers.endThreads();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (watch != null) {
                watch.close();
                watch = null;
            }
            followers.close();
            for (int i = registrations.size() - 1; i >= 0; i--) {
                registrations.get(i).unregister();
            }
            registrations.clear();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- use

    @Override
    public <C, E, S> Done<C, E, S> execute(
            Aggregate<? super C, E, S> aggregate, String stream, C command, CommandOptions options) {
        CommandBinding.Streams.check(stream);
        String fingerprint = options.commandId().isPresent()
                ? Fingerprint.of(aggregate.name() + "/" + command.getClass().getSimpleName(), Json.of(command))
                : "";
        return runner(aggregate).execute(stream, command, options, fingerprint);
    }

    @Override
    public <E> History<E> history(Aggregate<?, E, ?> aggregate, String stream, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("the limit is " + limit + "; it must be from 1 to " + MAX_PAGE);
        }
        try {
            CommandRunner<?, E, ?> runner = runner(aggregate);
            return new HistoryReader<>(runner.store(), runner.json()).page(stream, cursor, limit);
        } catch (NewerEventException e) {
            throw Failures.newerEvent(e);
        }
    }
}
