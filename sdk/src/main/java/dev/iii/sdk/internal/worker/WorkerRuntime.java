package dev.iii.sdk.internal.worker;

import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.internal.call.CallFrames;
import dev.iii.sdk.internal.call.Caller;
import dev.iii.sdk.internal.call.Calls;
import dev.iii.sdk.internal.call.InvocationIds;
import dev.iii.sdk.internal.channel.ChannelOpener;
import dev.iii.sdk.internal.interception.FunctionInterceptors;
import dev.iii.sdk.internal.interception.InterceptedCalls;
import dev.iii.sdk.internal.invocation.Invoker;
import dev.iii.sdk.internal.jackson.StandardCodec;
import dev.iii.sdk.internal.runtime.CodePlaces;
import dev.iii.sdk.internal.runtime.ConnectionDescription;
import dev.iii.sdk.internal.runtime.InvocationLoad;
import dev.iii.sdk.internal.runtime.PoolTimer;
import dev.iii.sdk.internal.runtime.SessionListener;
import dev.iii.sdk.internal.runtime.SessionRunner;
import dev.iii.sdk.internal.runtime.WorkerThreads;
import dev.iii.sdk.internal.session.Event;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.Input;
import dev.iii.sdk.internal.session.Session;
import dev.iii.sdk.internal.session.SessionConfig;
import dev.iii.sdk.internal.subscription.SubscriptionProbe;
import dev.iii.sdk.internal.subscription.SubscriptionWatch;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one worker: assembles, starts and stops them. */
final class WorkerRuntime implements SessionListener {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    /** The maximum number of bytes of a channel writer that wait to be sent. */
    private static final int CHANNEL_OUTBOX = 2 << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final @Nullable String namespace;
    private final WorkerOptions options;
    private final EventLoop loop;
    private final WorkerThreads threads;
    private final SessionRunner runner;
    private final ConnectionDescription connection;
    private final ChannelOpener channels;
    private final Invoker invoker;
    private final Caller caller;
    /** The calls of the application: {@link #caller}, or the interceptors around it. */
    private final Calls calls;

    private final Lifecycle lifecycle;
    private final Registrar registrar;
    private final ExitHook exitHook;
    private final @Nullable SubscriptionWatch watch;
    /** The end of the drain time, on the clock of the session; {@code null} if the worker was not shut down by its user. */
    private final AtomicReference<@Nullable Long> drainDeadline = new AtomicReference<>();
    /** The worker has started to connect. */
    private final AtomicBoolean connected = new AtomicBoolean();
    /** The drain time was over before everything had ended. */
    private volatile boolean drainCutShort;

    private WorkerRuntime(
            DefaultWorker worker,
            URI address,
            WorkerOptions options,
            Environment environment,
            String name,
            EventLoop loop) {
        this.options = options;
        this.name = name;
        this.loop = loop;
        this.namespace = options.namespace().orElse(environment.get(Environment.NAMESPACE));
        InvocationIds ids = new InvocationIds();
        ConnectRequest request = new ConnectRequest(
                address,
                options.headers(),
                connectionLimits(options.limits().outboxBytes()),
                options.sslContext().orElse(null));
        this.connection = new ConnectionDescription(request.displayAddress());
        // Before threads are started: these refuse a codec that cannot run and an announcement that is too large.
        StandardCodec.requireUsable(options.codec());
        SessionConfig config = SessionConfigs.of(name, namespace, options, environment);
        String threadName = "iii-" + name;
        PoolTimer timer = PoolTimer.of(loop);
        this.threads = WorkerThreads.start(
                threadName,
                options.handlerExecutor().orElse(null),
                options.limits().concurrentInvocations(),
                options.limits().inbox(),
                timer);
        Session session = new Session(config, ids::next, new SplittableRandom(new SecureRandom().nextLong()));
        this.runner = new SessionRunner(session, request, loop, this, System::nanoTime);
        this.channels = channels(address);
        JsonCodec codec = StandardCodec.forWorker(options.codec(), channels);
        Tracing tracing = Tracing.of(options.telemetry().orElse(null), options.payloadCapture());
        FrameLimit limit = new FrameLimit(options.limits().outboundMessageBytes());
        CodePlaces places = new CodePlaces(
                loop,
                threads,
                new InvocationLoad(
                        options.limits().concurrentInvocations(),
                        options.limits().inbox()),
                options.handlerExecutor().isEmpty());
        this.invoker = new Invoker(
                worker,
                codec,
                threads,
                places,
                runner,
                loop,
                options.handlerExecutor().isEmpty() ? 0 : admitted(options.limits()),
                limit,
                options.showErrorMessages(),
                tracing,
                this::triggerTypes,
                options.inputValidator(),
                FunctionInterceptors.of(options.functionInterceptors()));
        this.caller = new Caller(
                runner,
                threads,
                places.ofCompletions(),
                new CallFrames(codec, options.callTimeout(), namespace, limit, ids, tracing),
                connection,
                (delay, task) ->
                        loop.scheduleUntilClose(delay, () -> threads.callbacks().execute(task)));
        this.calls = InterceptedCalls.of(worker, caller, options.callInterceptors());
        this.exitHook = new ExitHook(threadName + "-exit", () -> shutdown(options.drainTimeout()));
        this.lifecycle = new Lifecycle(
                worker,
                name,
                connection,
                threads,
                runner,
                new WorkerDescriptions(name, caller, threads.callbacks())::of,
                this::release,
                Thread::start,
                task -> loop.scheduleUntilClose(PoolTimer.RETRY, task));
        this.registrar = new Registrar(
                name,
                namespace,
                options.inferSchemas(),
                limit,
                loop,
                runner,
                threads.callbacks(),
                invoker,
                caller,
                lifecycle);
        this.watch = watch(worker, address, environment);
    }

    /** Assembles the parts. If that fails, no thread is left. */
    static WorkerRuntime of(DefaultWorker worker, URI address, WorkerOptions options, Environment environment) {
        String name = environment.workerName(options);
        environment.warnAboutIgnoredVariables(name, address, options);
        EventLoop loop = new EventLoop("iii-" + name + "-io");
        boolean assembled = false;
        try {
            WorkerRuntime runtime = new WorkerRuntime(worker, address, options, environment, name, loop);
            assembled = true;
            return runtime;
        } finally {
            if (!assembled) {
                loop.close();
            }
        }
    }

    private static int admitted(WorkerLimits limits) {
        return (int) Math.min(Integer.MAX_VALUE, (long) limits.concurrentInvocations() + limits.inbox());
    }

    private Set<String> triggerTypes(String functionId) {
        return lifecycle.registrations().triggerTypes(functionId);
    }

    private ChannelOpener channels(URI address) {
        return new ChannelOpener(
                address,
                options.headers(),
                connectionLimits(CHANNEL_OUTBOX),
                options.sslContext().orElse(null),
                loop,
                threads);
    }

    private Limits connectionLimits(int outboxBytes) {
        return new Limits(
                options.limits().inboundMessageBytes(),
                Limits.DEFAULT.maxFragments(),
                outboxBytes,
                options.connectTimeout(),
                CLOSE_TIMEOUT);
    }

    private @Nullable SubscriptionWatch watch(DefaultWorker worker, URI address, Environment environment) {
        Duration interval = options.watchSubscriptions().orElse(null);
        if (interval == null) {
            return null;
        }
        SubscriptionProbe probe = new SubscriptionProbe(
                name, options, probeOptions -> DefaultWorker.start(address, probeOptions, environment));
        return new SubscriptionWatch(
                worker,
                interval,
                new LifecycleWatchContext(lifecycle, runner, loop, threads.callbacks(), registrar),
                probe);
    }

    /** Runs the registrations of the program. They must not wait for the engine, because the worker is not connected. */
    void register(Runnable registrations) {
        connection.registering();
        try {
            registrations.run();
        } finally {
            connection.registered();
        }
    }

    void start() {
        if (lifecycle.status() == WorkerStatus.CLOSED) {
            // The program has closed the worker before it was connected.
            return;
        }
        if (options.closeOnExit()) {
            exitHook.install();
        }
        if (options.autoConnect()) {
            connect();
        } else if (!connected.get()) {
            connection.connectsLater();
        }
    }

    void connect() {
        if (connected.compareAndSet(false, true)) {
            connection.connecting();
            runner.on(new Input.Started());
            if (watch != null) {
                watch.start();
            }
        }
    }

    boolean shutdown(Duration drain) {
        connection.registered();
        long deadline = runner.now() + drain.toNanos();
        Long before = drainDeadline.getAndAccumulate(deadline, WorkerRuntime::earlier);
        int running = invoker.running();
        if (before == null && running > 0) {
            log.info(
                    "Worker {}: closing; waits up to {} ms for {}",
                    name,
                    drain.toMillis(),
                    ConnectionReport.count(running, "running handler"));
        }
        if (before == null && watch != null) {
            // Not on this thread: the probe of the watch takes its time to shut down.
            threads.callbacks().execute(watch::stop);
        }
        runner.on(new Input.Drain(deadline));
        if (loop.ownsCurrentThread() || threads.includeCurrent()) {
            // A handler that closes its own worker would wait for itself.
            return false;
        }
        // A handler of another worker may run on the I/O thread of that one.
        EventLoop.beforeWait();
        return lifecycle.awaitReleased(deadline + ReleaseTimes.END_NANOS);
    }

    private static Long earlier(@Nullable Long before, Long deadline) {
        return before == null || deadline - before < 0 ? deadline : before;
    }

    /**
     * Stops the threads and closes the sockets after the session has ended. Runs on the closer thread. Takes at most the
     * rest of the drain time and {@link ReleaseTimes#END_NANOS}, whatever the engine and the code of the user do. Returns {@code true} if
     * everything ended without being interrupted or abandoned.
     */
    private boolean release() {
        ReleaseTimes times = ReleaseTimes.of(runner.now(), drainDeadline.get(), CLOSE_TIMEOUT);
        boolean inTime = false;
        try {
            // The engine may never answer the close frame.
            inTime = runner.awaitDisconnected(times.disconnected() - runner.now());
            inTime &= invoker.streams().await(times.soft() - runner.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                exitHook.remove();
            } finally {
                inTime &= releaseThreads(times);
            }
        }
        return inTime && !drainCutShort;
    }

    private boolean releaseThreads(ReleaseTimes times) {
        long interruptAt = times.interruptAt(runner.now(), CLOSE_TIMEOUT);
        boolean ended = false;
        try {
            threads.beginClose();
            ended = loop.close(Duration.ofNanos(times.loopNanos(runner.now())));
        } finally {
            try {
                ended &= threads.close(interruptAt, times.hard());
            } finally {
                StandardCodec.INSTANCE.forget();
            }
        }
        return ended;
    }

    String name() {
        return name;
    }

    @Nullable
    String namespace() {
        return namespace;
    }

    WorkerOptions options() {
        return options;
    }

    long repeatedResults() {
        return runner.repeatedResults();
    }

    ChannelOpener channels() {
        return channels;
    }

    Caller caller() {
        return caller;
    }

    Calls calls() {
        return calls;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Registrar registrar() {
        return registrar;
    }

    // ---------------------------------------------------------------- the session's events

    @Override
    public void cancelInvocations(int generation, boolean interrupt) {
        if (interrupt) {
            // The drain time is over, and the session still waits for a handler, for a call or for the engine.
            drainCutShort = true;
            int running = invoker.running();
            if (running > 0) {
                log.warn(
                        "Worker {}: {} still running at the end of the drain time and {} interrupted",
                        name,
                        ConnectionReport.count(running, "handler") + (running == 1 ? " was" : " were"),
                        running == 1 ? "is" : "are");
            }
        }
        invoker.cancel(generation, interrupt);
    }

    @Override
    public void unbind(int generation, String triggerId) {
        registrar.unbind(triggerId);
    }

    @Override
    public void unbindAll(int generation) {
        registrar.unbindAll();
    }

    @Override
    public void event(Event event) {
        lifecycle.on(event);
    }
}
