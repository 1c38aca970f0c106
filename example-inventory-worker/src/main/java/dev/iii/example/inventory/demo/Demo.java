package dev.iii.example.inventory.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Reaction.Occasion;
import dev.iii.example.inventory.app.Alerts;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.example.inventory.app.InventoryWorker;
import dev.iii.example.inventory.app.InventoryWorker.Settings;
import dev.iii.example.inventory.load.LoadOptions;
import dev.iii.example.inventory.load.LoadTest;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.IiiException;
import dev.iii.stub.EngineStub;
import dev.iii.stub.StubException;
import dev.iii.stub.StubOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** The demo program. */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String EMBEDDED = "--embedded";
    private static final int DIFFERS = 1;
    private static final int MISTAKE = 2;

    private Demo() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Runs the demo.
     *
     * @return the exit status: 0 if all results are as expected, 1 if the demo failed or a result differs, 2 if an argument
     *     is invalid
     */
    static int run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
        if (args.length > 0 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.println(DemoOptions.USAGE);
            return 0;
        }
        try {
            return Arrays.asList(args).contains("--load") ? load(args, out) : play(DemoOptions.read(args), out);
        } catch (IllegalArgumentException e) {
            err.println("demo: " + e.getMessage());
            return MISTAKE;
        } catch (StubException e) {
            err.println("demo: " + e.getMessage()
                    + " (choose other ports with ./demo --port PORT --http-port PORT --stream-port PORT)");
            return DIFFERS;
        } catch (IiiException e) {
            err.println("demo: " + e.getMessage());
            return DIFFERS;
        }
    }

    /** Runs a load test on the engine at {@code III_URL}, or else on an engine in this process. */
    private static int load(String[] args, PrintStream out) throws InterruptedException {
        // --embedded is what happens without III_URL.
        LoadOptions options = LoadOptions.read(
                Arrays.stream(args).filter(arg -> !arg.equals(EMBEDDED)).toList());
        logLevel(Level.ERROR);
        String url = System.getenv("III_URL");
        if (url != null && !Arrays.asList(args).contains(EMBEDDED)) {
            return LoadTest.run(options, url, out) ? 0 : DIFFERS;
        }
        try (EngineStub engine = EngineStub.start()) {
            return LoadTest.run(options, engine.workerUrl().toString(), out) ? 0 : DIFFERS;
        }
    }

    private static int play(DemoOptions options, PrintStream out) throws InterruptedException {
        // Hide the log during the scenario: the narrator prints what happens, from the state of the engine.
        logLevel(Level.ERROR);
        try (Running running = Running.start(options)) {
            Thread hook = new Thread(running::close, "demo-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            out.println("engine   address for workers: " + running.engine.workerUrl());
            out.println("worker   " + running.worker.name() + "; its HTTP routes: " + running.engine.httpUrl());
            out.println("page     " + running.engine.httpUrl().resolve("/"));
            int differences = new Scenario(new Narrator(
                            running.engine.httpUrl(), running.inventory.eventSourcing(), running.alerts, out))
                    .play();
            if (options.once()) {
                Runtime.getRuntime().removeShutdownHook(hook);
                return differences == 0 ? 0 : DIFFERS;
            }
            stay(running, out);
            return 0;
        }
    }

    private static void stay(Running running, PrintStream out) throws InterruptedException {
        String url = running.engine.httpUrl().toString();
        String json = " -H 'content-type: application/json' -d '";
        out.println();
        out.println("The engine and the worker are still running. Their log follows. Press Ctrl-C to stop.");
        out.println("Open " + running.engine.httpUrl().resolve("/") + " in a browser, or try:");
        out.println("  curl -s " + url + "/inventory");
        out.println("  curl -s " + url + "/inventory/sell" + json + "{\"sku\":\"KETTLE\",\"quantity\":2}'");
        out.println("  curl -s " + url + "/inventory/sell" + json + "{\"sku\":\"KETTLE\",\"quantity\":999}'");
        out.println("  curl -s " + url + "/inventory/add" + json
                + "{\"sku\":\"CUP\",\"name\":\"Cup\",\"quantity\":20,\"priceCents\":650}'");
        out.println("  curl -s " + url + "/inventory/add" + json + "{\"sku\":\"\",\"quantity\":0}'");
        out.println("  curl -s " + url + "/inventory/analytics");
        out.println("  curl -s '" + url + "/inventory/history?sku=TEAPOT'");
        out.flush();
        logLevel(Level.INFO);
        new CountDownLatch(1).await();
    }

    private static void logLevel(Level level) {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(level);
        }
    }

    /** The running engine and workers. */
    private static final class Running implements AutoCloseable {

        final EngineStub engine;
        final Worker worker;
        final InventoryWorker inventory;

        /** The alerts that were delivered. */
        final List<Occasion<Alert>> alerts = new CopyOnWriteArrayList<>();

        private Running(EngineStub engine) {
            String url = engine.workerUrl().toString();
            this.engine = engine;
            this.worker = Iii.registerWorker(url, WorkerOptions.named("inventory"));
            Reaction.Handler<Alert> recipient = alert -> {
                alerts.add(alert);
                Alerts.warn(alert);
            };
            this.inventory = InventoryWorker.start(
                    worker, Settings.of(recipient, engine.streamUrl().toString()));
        }

        static Running start(DemoOptions options) {
            Running running = new Running(EngineStub.start(StubOptions.builder()
                    .port(options.port())
                    .httpPort(options.httpPort())
                    .streamPort(options.streamPort())
                    .build()));
            try {
                running.worker.awaitReady(PATIENCE);
                return running;
            } catch (RuntimeException e) {
                running.close();
                throw e;
            }
        }

        @Override
        public void close() {
            worker.close();
            engine.close();
        }
    }
}
