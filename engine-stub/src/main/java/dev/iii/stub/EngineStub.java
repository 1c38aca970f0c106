package dev.iii.stub;

import dev.iii.stub.assembly.RunningEngine;
import dev.iii.stub.config.ConfigException;
import dev.iii.stub.cron.CronWorker;
import dev.iii.stub.http.HttpWorker;
import dev.iii.stub.pubsub.PubSubWorker;
import dev.iii.stub.stream.StreamWorker;
import dev.iii.stub.telemetry.TelemetryWorker;
import dev.iii.stub.telemetry.data.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * An engine in this process. Workers connect to it as they connect to the real engine.
 *
 * <pre>{@code
 * try (EngineStub engine = EngineStub.start()) {
 *     URI url = engine.workerUrl(); // ws://127.0.0.1:…
 * }
 * }</pre>
 *
 * <p>Thread-safe. Its threads are daemons whose names begin with {@code iii-stub}. After {@link #close}, all its
 * threads have ended and all its sockets are closed.
 */
public final class EngineStub implements AutoCloseable {

    private final RunningEngine engine;

    private EngineStub(RunningEngine engine) {
        this.engine = engine;
    }

    /**
     * Starts an engine on free ports of the loopback interface.
     *
     * @throws StubException if the engine cannot be started
     */
    public static EngineStub start() {
        return start(StubOptions.defaults());
    }

    /**
     * Starts an engine. When this method returns, workers can connect.
     *
     * @throws StubException if the engine cannot be started, for example because a port is in use or a value of the config
     *     file is invalid; the message is one line that says what to do
     */
    public static EngineStub start(StubOptions options) {
        try {
            return new EngineStub(RunningEngine.start(options.settings()));
        } catch (IOException | ConfigException e) {
            throw new StubException(e);
        }
    }

    /** Returns the URL that workers connect to, for example {@code ws://127.0.0.1:49134}. */
    public URI workerUrl() {
        return workerUrls().get(0);
    }

    /**
     * Returns the URLs of all worker ports, the main one first. There is more than one if the config file or the options
     * ask for more.
     */
    public List<URI> workerUrls() {
        return engine.workerUrls();
    }

    /**
     * Returns the URL that serves the routes of HTTP triggers, for example {@code http://127.0.0.1:3111}.
     *
     * @throws IllegalStateException if this engine has no HTTP worker
     */
    public URI httpUrl() {
        return url(HttpWorker.NAME);
    }

    /**
     * Returns the URL that consumers of streams connect to, for example {@code ws://127.0.0.1:3112}.
     *
     * @throws IllegalStateException if this engine has no stream worker
     */
    public URI streamUrl() {
        return url(StreamWorker.NAME);
    }

    /**
     * Returns the telemetry that this engine has recorded. The result can also be read after {@link #close}.
     *
     * @throws IllegalStateException if this engine has no worker {@code iii-observability}
     */
    public Telemetry telemetry() {
        return engine.worker(TelemetryWorker.class)
                .orElseThrow(() -> missing(TelemetryWorker.NAME))
                .telemetry();
    }

    /** Returns the faults that tests can inject into the connections and the subscriptions of workers. */
    public Faults faults() {
        return new Faults(engine.lineFaults(), engine.worker(PubSubWorker.class).orElse(null));
    }

    /**
     * Calls a function once for each of its cron triggers, as if a time of their schedules had come, so that a test need not wait
     * for it. The schedules are not affected, and the call may run at the same time as another one. Conditions of the triggers
     * count. Returns immediately, and does not report whether the function succeeds.
     *
     * @param functionId the id of the function, in any namespace
     * @param scheduledTime the time that the function gets as its scheduled time
     * @throws IllegalArgumentException if the function has no cron trigger
     * @throws IllegalStateException if this engine has no worker {@code iii-cron}
     */
    public void fireCron(String functionId, Instant scheduledTime) {
        CronWorker cron = engine.worker(CronWorker.class).orElseThrow(() -> missing(CronWorker.NAME));
        if (!cron.fire(functionId, scheduledTime)) {
            throw new IllegalArgumentException("function " + functionId
                    + " has no cron trigger; register one, and wait until it is confirmed"
                    + " (Registration.awaitConfirmed)");
        }
    }

    /**
     * Returns the URL of an engine worker that listens on a separate port.
     *
     * @param engineWorker the name of the engine worker, for example {@code iii-http}
     * @throws IllegalStateException if this engine has no engine worker of this name, or it has no separate port
     */
    public URI url(String engineWorker) {
        URI url = engine.listening().get(engineWorker);
        if (url == null) {
            throw missing(engineWorker);
        }
        return url;
    }

    private static IllegalStateException missing(String engineWorker) {
        return new IllegalStateException("this engine has no worker " + engineWorker);
    }

    /** Closes all connections and ports and ends all threads. Takes at most about one second. Idempotent. */
    @Override
    public void close() {
        engine.close();
    }
}
