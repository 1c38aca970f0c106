package dev.iii.sdk;

import dev.iii.sdk.stream.StreamConsumer;
import dev.iii.sdk.stream.StreamConsumerOptions;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Creates workers and stream consumers. Thread-safe.
 *
 * <pre>{@code
 * try (Worker worker = Iii.registerWorker("ws://127.0.0.1:49134", WorkerOptions.named("inventory"))) {
 *     worker.registerFunction("cmd::sell-item", Sell.class, (sell, call) -> shop.sell(sell));
 *     worker.registerTrigger(HttpTrigger.post("/inventory/sell"), "cmd::sell-item");
 *     Sold sold = worker.trigger("cmd::sell-item", new Sell("A-1", 2), Sold.class);
 * }
 * }</pre>
 */
public final class Iii {

    private Iii() {}

    /** Initialized on first use. Class initialization makes this safe for all threads. */
    private static final class Holder {
        private static final Provider PROVIDER = ServiceLoader.load(Provider.class, Iii.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no implementation of " + Provider.class.getName() + " was found; the jar of iii-sdk is"
                                + " incomplete: keep its files below META-INF/services when you repackage it"));
    }

    /**
     * Creates a worker and starts to connect it. Returns immediately: functions, triggers and calls can follow without
     * waiting, and reach the engine when it is available. {@link Worker#ready} completes then.
     *
     * @param url the address of the worker port of the engine, {@code ws://host:port}
     * @throws IllegalArgumentException if the address does not have this form
     */
    public static Worker registerWorker(String url, WorkerOptions options) {
        return Holder.PROVIDER.registerWorker(url, options);
    }

    /**
     * Creates a worker for the engine at the address in the environment variable {@code III_URL}; at {@code
     * ws://127.0.0.1:49134} if it is not set. Otherwise like {@link #registerWorker(String, WorkerOptions)}.
     *
     * @throws IllegalArgumentException if {@code III_URL} is not an address of the form {@code ws://host:port}
     */
    public static Worker registerWorker(WorkerOptions options) {
        return Holder.PROVIDER.registerWorker(options);
    }

    /**
     * Creates a worker, lets the program register its functions and triggers, and then starts to connect the worker. The
     * engine lists the worker only after it has processed these registrations. A program that waits until the worker is listed,
     * as {@code iii compose} does, therefore finds all its functions and triggers. Otherwise like {@link
     * #registerWorker(String, WorkerOptions)}.
     *
     * @param registrations registers functions and triggers, on the calling thread. It must not wait for a result of a call or
     *     for {@link Worker#ready}: the worker is not connected before it returns. A blocking call and {@link
     *     Worker#awaitReady} on the calling thread therefore throw {@link IllegalStateException}. If the registrations throw
     *     an exception, the worker is closed and this method throws the same exception
     */
    public static Worker registerWorker(String url, WorkerOptions options, Consumer<? super Worker> registrations) {
        return Holder.PROVIDER.registerWorker(url, options, registrations);
    }

    /**
     * Creates a worker for the engine at the address in {@code III_URL}, as {@link #registerWorker(WorkerOptions)} does, and
     * registers its functions and triggers before it connects, as {@link #registerWorker(String, WorkerOptions, Consumer)}
     * does.
     */
    public static Worker registerWorker(WorkerOptions options, Consumer<? super Worker> registrations) {
        return Holder.PROVIDER.registerWorker(options, registrations);
    }

    /**
     * Creates a stream consumer and starts to connect it. Returns immediately.
     *
     * @param url the address of the stream port of the engine, {@code ws://host:port}; the engine passes a query to its auth
     *     function
     * @throws IllegalArgumentException if the address does not have this form
     */
    public static StreamConsumer connectStreams(String url) {
        return connectStreams(url, StreamConsumerOptions.builder().build());
    }

    /** Creates a stream consumer with options. Otherwise like {@link #connectStreams(String)}. */
    public static StreamConsumer connectStreams(String url, StreamConsumerOptions options) {
        return Holder.PROVIDER.connectStreams(url, options);
    }

    /**
     * Implements the methods of {@link Iii}. The SDK finds its implementation with {@link ServiceLoader}; it is the only way
     * from the API to the code behind it. Thread-safe.
     */
    public interface Provider {

        /** Implements {@link Iii#registerWorker(String, WorkerOptions)}. */
        Worker registerWorker(String url, WorkerOptions options);

        /** Implements {@link Iii#registerWorker(WorkerOptions)}. */
        Worker registerWorker(WorkerOptions options);

        /** Implements {@link Iii#registerWorker(String, WorkerOptions, Consumer)}. */
        Worker registerWorker(String url, WorkerOptions options, Consumer<? super Worker> registrations);

        /** Implements {@link Iii#registerWorker(WorkerOptions, Consumer)}. */
        Worker registerWorker(WorkerOptions options, Consumer<? super Worker> registrations);

        /** Implements {@link Iii#connectStreams(String, StreamConsumerOptions)}. */
        StreamConsumer connectStreams(String url, StreamConsumerOptions options);
    }
}
