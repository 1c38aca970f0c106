package dev.iii.benchmarks;

import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.FunctionNotFoundException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A worker that has functions and a worker that calls them, connected to one engine. */
final class TwoWorkers implements AutoCloseable {

    /** The maximum time to wait for the engine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_ATTEMPTS = 1000;

    private final Worker callee;
    private final Worker caller;

    private TwoWorkers(Worker callee, Worker caller) {
        this.callee = callee;
        this.caller = caller;
    }

    /** Creates the workers. Does not wait until they are connected. */
    static TwoWorkers connect(String url) {
        return connect(url, options -> options);
    }

    /** Creates the workers with additional options. */
    static TwoWorkers connect(String url, UnaryOperator<WorkerOptions.Builder> options) {
        return new TwoWorkers(worker(url, "callee", options), worker(url, "caller", options));
    }

    private static Worker worker(String url, String role, UnaryOperator<WorkerOptions.Builder> options) {
        WorkerOptions.Builder builder =
                WorkerOptions.builder().fixedName(unique(role)).callTimeout(CALL_TIMEOUT);
        return Iii.registerWorker(url, options.apply(builder).build());
    }

    /** Returns a name or function id that other processes do not use. */
    static String unique(String name) {
        return name + "-" + ProcessHandle.current().pid();
    }

    Worker callee() {
        return callee;
    }

    Worker caller() {
        return caller;
    }

    /** Returns when the callee is ready and its function can be called. */
    void awaitFirstResult(Runnable call) {
        callee.awaitReady(PATIENCE);
        awaitResult(call);
    }

    /** Makes a call, again if it has no result or the function does not exist yet. */
    static void awaitResult(Runnable call) {
        for (int attempt = 1; ; attempt++) {
            try {
                call.run();
                return;
            } catch (FunctionNotFoundException | CallTimeoutException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        caller.close();
        callee.close();
    }
}
