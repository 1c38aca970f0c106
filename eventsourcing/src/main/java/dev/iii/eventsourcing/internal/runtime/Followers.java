package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.Aggregate;
import dev.iii.eventsourcing.Projection;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.View;
import dev.iii.eventsourcing.internal.journal.JournalReader;
import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.projection.ProjectionRunner;
import dev.iii.eventsourcing.internal.projection.ProjectionView;
import dev.iii.eventsourcing.internal.projection.Runner;
import dev.iii.eventsourcing.internal.projection.RunnerContext;
import dev.iii.eventsourcing.internal.reaction.Delivery;
import dev.iii.eventsourcing.internal.reaction.Outbox;
import dev.iii.eventsourcing.internal.reaction.ReactionRunner;
import dev.iii.eventsourcing.internal.reaction.ReactionScopes;
import dev.iii.eventsourcing.internal.store.LogSignals;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.Registration;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.RegistrationRefusedException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.trigger.SubscribeTrigger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projections and reactions of a context, and how they learn of new events: directly from the commands of this program, by
 * published messages of other programs, by the journal, and by comparisons. {@link #start} and the methods {@code add} are
 * called under the lock of the caller.
 */
final class Followers implements LogSignals.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Followers.class);
    private static final long INTERVAL_MILLIS = 1_000;
    /** The maximum number of threads that read streams for all views, in addition to the thread of each view. */
    private static final int WORKERS = 16;

    private static final long KEPT_SECONDS = 5;

    private final Worker worker;
    private final StateStore store;
    private final Scopes scopes;
    private final Clock clock;
    private final RunnerContext context;
    private final JournalReader journal;
    private final Map<Runner, Runnable> registering = new LinkedHashMap<>();
    private final List<RunnerThread> threads = new CopyOnWriteArrayList<>();
    private final List<OccasionCalls> calls = new CopyOnWriteArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final ScheduledExecutorService timer;
    private final ExecutorService workers;
    private String operatorPrefix = AdminFunctions.PREFIX;
    private volatile boolean closed;

    Followers(Worker worker, Scopes scopes, StateStore store, LogSignals signals, Clock clock, RandomGenerator random) {
        this.worker = worker;
        this.store = store;
        this.scopes = scopes;
        this.clock = clock;
        this.workers = new ThreadPoolExecutor(
                0,
                WORKERS,
                KEPT_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "views"),
                // All are busy, or the program ends: the thread of the runner does it.
                (task, pool) -> task.run());
        this.context = new RunnerContext(store, scopes, clock, random, threads::size, worker::logger, workers);
        this.journal = new JournalReader(store, scopes, clock);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "journal"));
        signals.add(this);
    }

    private Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "iii-" + worker.name() + "-" + name);
        thread.setDaemon(true);
        return thread;
    }

    <E, V> View<V> add(Projection<E, V> projection) {
        claim(projection.name());
        RegistrationOwnership ownership = new RegistrationOwnership();
        ProjectionRunner<E, V> runner = new ProjectionRunner<>(projection, context, ownership);
        String id = ProjectionRunner.functionId(projection.name());
        registering.put(
                runner,
                () -> ownership.set(register(FunctionDefinition.of(id, (message, call) -> {
                            published(message);
                            return Map.of();
                        })
                        .description("Reads a stream for the view " + projection.name()))));
        subscribe(projection.aggregate());
        return new ProjectionView<>(runner);
    }

    <E, S, T> void add(Reaction<E, S, T> reaction) {
        claim(reaction.id());
        RegistrationOwnership ownership = new RegistrationOwnership();
        Outbox outbox = new Outbox(store, new ReactionScopes(scopes.context()), reaction.id(), clock);
        Delivery<T> delivery = new Delivery<>(reaction, outbox, clock, context.random(), worker.logger(reaction.id()));
        OccasionCalls called = new OccasionCalls(worker, reaction, delivery, clock, ownership);
        ReactionRunner<E, S, T> runner = new ReactionRunner<>(reaction, context, ownership, outbox, called);
        registering.put(runner, () -> ownership.set(register(called.definition())));
        calls.add(called);
        subscribe(reaction.aggregate());
    }

    private void claim(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("there already is a projection or reaction " + name);
        }
    }

    private void subscribe(Aggregate<?, ?, ?> aggregate) {
        for (String event : aggregate.events().names()) {
            topics.add(scopes.context() + "." + event);
        }
    }

    private Registration register(FunctionDefinition<Json> function) {
        Registration registration = worker.registerFunction(function);
        registrations.add(registration);
        return registration;
    }

    void operatorFunctions(String prefix) {
        operatorPrefix = prefix;
    }

    void start() {
        if (registering.isEmpty()) {
            return;
        }
        for (Map.Entry<Runner, Runnable> entry : registering.entrySet()) {
            entry.getValue().run();
            Runner runner = entry.getKey();
            threads.add(new RunnerThread(
                    worker.name(),
                    runner,
                    clock,
                    () -> store.delete(context.viewScopes().requests(), runner.name())));
        }
        String listener = "proj::published::" + scopes.context() + "::" + worker.name();
        register(FunctionDefinition.of(listener, (message, call) -> {
                    published(message);
                    return Map.of();
                })
                .description("Receives the published events of " + scopes.context()));
        for (String topic : topics) {
            registrations.add(worker.registerTrigger(SubscribeTrigger.topic(topic), listener));
        }
        registerOperatorFunctions();
        threads.forEach(RunnerThread::start);
        var unused = timer.scheduleWithFixedDelay(this::tick, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void registerOperatorFunctions() {
        for (FunctionDefinition<Json> function :
                new AdminFunctions(store, operatorPrefix, scopes.context(), clock).definitions()) {
            try {
                var unused = register(function).confirmed().whenComplete((done, failure) -> {
                    if (failure instanceof RegistrationRefusedException) {
                        reportOtherOwner(function.id());
                    }
                });
            } catch (IllegalStateException e) {
                // This worker has registered it for another context.
                reportOtherOwner(function.id());
            }
        }
    }

    private void reportOtherOwner(String function) {
        log.info(
                "{} has another owner, which executes it for context {} too: add \"context\": \"{}\" to the payload, or"
                        + " choose other ids with EventSourcing.operatorFunctions",
                function,
                scopes.context(),
                scopes.context());
    }

    private void published(Json message) {
        String aggregate = Fields.text(message, "aggregate");
        String stream = Fields.text(message, "stream");
        if (aggregate != null && stream != null) {
            tell(aggregate, stream);
        }
    }

    private void tell(String aggregate, String stream) {
        for (RunnerThread thread : threads) {
            if (thread.runner().aggregate().equals(aggregate)) {
                thread.grown(stream);
            }
        }
    }

    @Override
    public void grown(String aggregate, String stream) {
        if (!threads.isEmpty()) {
            journal.appended(aggregate, stream);
            tell(aggregate, stream);
        }
    }

    @Override
    public void memoryInvalid() {
        threads.forEach(RunnerThread::compareAll);
    }

    private void tick() {
        // Do not rethrow: an exception would cancel the scheduled task.
        try {
            if (!closed && worker.status() == WorkerStatus.READY) {
                if (!journal.read(this::tell)) {
                    memoryInvalid();
                }
                threads.forEach(RunnerThread::journalRead);
                requestedRebuilds();
                calls.forEach(OccasionCalls::sweep);
            }
        } catch (CallException e) {
            log.debug("The journal could not be read; it is read again", e);
        } catch (Throwable e) {
            if (!closed) {
                log.warn("The journal could not be read; it is read again", e);
            }
        }
    }

    private void requestedRebuilds() {
        for (Json request : store.list(context.viewScopes().requests())) {
            String projection = Fields.text(request, "projection");
            for (RunnerThread thread : threads) {
                if (thread.runner().name().equals(projection)) {
                    thread.requestRebuild();
                }
            }
        }
    }

    /** Ends all threads. Idempotent. */
    void endThreads() {
        closed = true;
        timer.shutdownNow();
        threads.forEach(RunnerThread::close);
        workers.shutdownNow();
    }

    @Override
    public void close() {
        endThreads();
        for (int i = registrations.size() - 1; i >= 0; i--) {
            registrations.get(i).unregister();
        }
        registrations.clear();
    }
}
