package dev.iii.sdk;

/**
 * Where workers come from. Thread-safe.
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

    /**
     * Makes a worker and begins to connect it. Returns at once: functions, triggers and calls may follow without waiting,
     * they reach the engine when it is there. {@link Worker#ready} tells when that is.
     *
     * @param url the engine's worker port, {@code ws://host:port}
     * @throws IllegalArgumentException when the address is not of this form
     */
    public static Worker registerWorker(String url, WorkerOptions options) {
        Checks.notNull(options, "options");
        return new Worker(EngineAddress.parse(url), options, Environment.ofProcess()).start();
    }

    /**
     * Makes a worker for the engine at {@code III_URL}, or at {@code ws://127.0.0.1:49134} when that is not set.
     *
     * @throws IllegalArgumentException when {@code III_URL} is not an address of the form {@code ws://host:port}
     */
    public static Worker registerWorker(WorkerOptions options) {
        return registerWorker(Environment.ofProcess().url(), options);
    }
}
