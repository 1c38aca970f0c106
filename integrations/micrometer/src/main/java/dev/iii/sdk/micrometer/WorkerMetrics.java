package dev.iii.sdk.micrometer;

import dev.iii.sdk.CallInterceptor;
import dev.iii.sdk.FunctionInterceptor;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerLimits;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.WorkerStatus;
import dev.iii.sdk.error.FunctionException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Measures the functions and the calls of workers in a registry of Micrometer. Thread-safe.
 *
 * <pre>{@code
 * WorkerMetrics metrics = WorkerMetrics.of(registry);
 * WorkerOptions options = metrics.measure(WorkerOptions.builder().name("inventory")).build();
 * Worker worker = Iii.registerWorker(options);
 * metrics.bind(worker, options);
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>Name</th><th>Kind</th><th>Tags</th><th>Value</th></tr>
 * <tr><td>{@code iii.functions}</td><td>timer</td><td>{@code function}, {@code outcome}, {@code error}</td><td>the time
 *     of a handler until its result is known</td></tr>
 * <tr><td>{@code iii.functions.active}</td><td>gauge</td><td></td><td>the handlers whose result is not known yet</td></tr>
 * <tr><td>{@code iii.calls}</td><td>timer</td><td>{@code function}, {@code kind}, {@code outcome}, {@code error}</td><td>the
 *     time of a call with all its attempts</td></tr>
 * <tr><td>{@code iii.calls.active}</td><td>gauge</td><td></td><td>the calls whose outcome is not known yet</td></tr>
 * <tr><td>{@code iii.worker.connected}</td><td>gauge</td><td>{@code worker}</td><td>1 if the worker is connected and
 *     announced, otherwise 0</td></tr>
 * <tr><td>{@code iii.worker.limit}</td><td>gauge</td><td>{@code worker}, {@code limit}</td><td>the limits {@code
 *     concurrent_invocations}, {@code inbox}, {@code calls_in_flight} and {@code outbox_bytes} of the worker</td></tr>
 * <tr><td>{@code iii.worker.repeated_results}</td><td>counter</td><td>{@code worker}</td><td>{@link
 *     Worker#repeatedResults}</td></tr>
 * </table>
 *
 * <p>{@code outcome} is {@code success}, {@code error} for a {@link FunctionException}, {@code cancelled}, or {@code failure}
 * for any other exception. {@code error} is the simple name of the class of the exception, or {@code none}. Each function id
 * is a value of a tag: an application that calls functions with generated ids should not measure its calls.
 */
public final class WorkerMetrics {

    private static final String FUNCTIONS = "iii.functions";
    private static final String CALLS = "iii.calls";

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicInteger activeFunctions = new AtomicInteger();
    private final AtomicInteger activeCalls = new AtomicInteger();

    private WorkerMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        active(FUNCTIONS + ".active", "Handlers whose result is not known yet", activeFunctions);
        active(CALLS + ".active", "Calls whose outcome is not known yet", activeCalls);
    }

    private void active(String name, String description, AtomicInteger value) {
        // The registry must keep the value: it refers to it as long as the meter exists.
        Gauge.builder(name, value, AtomicInteger::get)
                .strongReference(true)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /**
     * Creates metrics without additional tags.
     *
     * @throws IllegalArgumentException if the registry is {@code null}
     */
    public static WorkerMetrics of(MeterRegistry registry) {
        return of(registry, Tags.empty());
    }

    /**
     * Creates metrics.
     *
     * @param tags the tags of every meter, in addition to those of the table
     * @throws IllegalArgumentException if an argument is {@code null}
     */
    public static WorkerMetrics of(MeterRegistry registry, Iterable<Tag> tags) {
        return new WorkerMetrics(notNull(registry, "registry"), Tags.of(notNull(tags, "tags")));
    }

    private static <T> T notNull(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return value;
    }

    /**
     * Adds {@link #functions} and {@link #calls} to the options of a worker. They are outside of interceptors that are added
     * later, and measure the time of those, too.
     *
     * @return the same builder
     */
    public WorkerOptions.Builder measure(WorkerOptions.Builder options) {
        return notNull(options, "options").interceptFunctions(functions()).interceptCalls(calls());
    }

    /** Returns an interceptor that measures the functions of a worker. */
    public FunctionInterceptor functions() {
        return (invocation, chain) -> {
            activeFunctions.incrementAndGet();
            Timer.Sample sample = Timer.start(registry);
            CompletionStage<@Nullable Object> outcome = chain.proceed(invocation);
            return outcome.whenComplete((result, failure) -> {
                activeFunctions.decrementAndGet();
                sample.stop(timer(FUNCTIONS, failure, Tags.of("function", invocation.functionId())));
            });
        };
    }

    /** Returns an interceptor that measures the calls of a worker. */
    public CallInterceptor calls() {
        return (call, chain) -> {
            activeCalls.incrementAndGet();
            Timer.Sample sample = Timer.start(registry);
            String kind = chain.kind().name().toLowerCase(Locale.ROOT);
            return chain.proceed(call).whenComplete((result, failure) -> {
                activeCalls.decrementAndGet();
                sample.stop(timer(CALLS, failure, Tags.of("function", call.functionId(), "kind", kind)));
            });
        };
    }

    /**
     * Registers the gauges of a worker. They refer to the worker weakly.
     *
     * @param options the options with which the worker was created
     */
    public void bind(Worker worker, WorkerOptions options) {
        WorkerLimits limits = notNull(options, "options").limits();
        Tags ofWorker = tags.and("worker", notNull(worker, "worker").name());
        Gauge.builder("iii.worker.connected", worker, w -> w.status() == WorkerStatus.READY ? 1 : 0)
                .description("1 if the worker is connected and announced")
                .tags(ofWorker)
                .register(registry);
        FunctionCounter.builder("iii.worker.repeated_results", worker, Worker::repeatedResults)
                .description("Results that were sent again because they were sent very early")
                .tags(ofWorker)
                .register(registry);
        limit(ofWorker, "concurrent_invocations", limits.concurrentInvocations());
        limit(ofWorker, "inbox", limits.inbox());
        limit(ofWorker, "calls_in_flight", limits.callsInFlight());
        limit(ofWorker, "outbox_bytes", limits.outboxBytes());
    }

    private void limit(Tags ofWorker, String name, int value) {
        Gauge.builder("iii.worker.limit", () -> value)
                .description("Limits of the worker")
                .tags(ofWorker.and("limit", name))
                .register(registry);
    }

    private Timer timer(String name, @Nullable Throwable failure, Tags of) {
        Throwable root = failure == null ? null : root(failure);
        return Timer.builder(name)
                .tags(tags.and(of)
                        .and("outcome", outcome(root), "error", root == null ? "none" : nameOf(root.getClass())))
                .register(registry);
    }

    private static String outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return "success";
        }
        if (failure instanceof FunctionException) {
            return "error";
        }
        return failure instanceof CancellationException ? "cancelled" : "failure";
    }

    /** An anonymous class has no simple name. */
    private static String nameOf(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root instanceof CompletionException && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
