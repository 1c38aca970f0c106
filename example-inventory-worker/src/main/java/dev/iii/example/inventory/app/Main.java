package dev.iii.example.inventory.app;

import dev.iii.example.inventory.notify.Alerts;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.error.CallTimeoutException;
import dev.iii.sdk.error.IiiException;
import dev.iii.sdk.error.WorkerClosedException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inventory as a program: connects to the engine at {@code III_URL} and runs until it is ended. */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SUBSCRIPTION_WATCH = Duration.ofSeconds(5);
    private static final Duration NEWS = Duration.ofSeconds(10);

    private static final String USAGE = """
            usage: java -jar example-inventory-worker.jar

            Connects to an iii engine, stays connected, and ends in order at Ctrl-C or SIGTERM.

              III_URL          where the engine listens for workers    ws://127.0.0.1:49134
              III_WORKER_NAME  the name of this worker                 hostname:pid
              III_NAMESPACE    where its functions live                default

            A second one on the same engine stands by and takes over when the first one ends.""";

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.out, System.err));
    }

    /** Runs; the exit status is 0, 1 when the engine refuses the worker, or 2 for a mistake of the caller. */
    static int run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
        if (args.length > 0) {
            boolean help = args[0].equals("--help") || args[0].equals("-h");
            (help ? out : err).println(help ? USAGE : "'" + args[0] + "' is not known; try --help");
            return help ? 0 : 2;
        }
        Worker worker;
        try {
            worker = Iii.registerWorker(options());
        } catch (IllegalArgumentException e) {
            err.println("III_URL or another III_ variable does not do: " + e.getMessage());
            return 2;
        }
        InventoryWorker inventory = InventoryWorker.start(worker, InventoryWorker.SWEEP_PAUSE, Alerts::warn);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            inventory.close();
                            worker.close();
                        },
                        "inventory-shutdown"));
        return serve(worker, inventory, err);
    }

    /** Every process has a name of its own, so that a second one can stand by. */
    private static WorkerOptions options() {
        return WorkerOptions.builder()
                .description("Inventory: event-driven CQRS, an example")
                .standby(true)
                // The sweep finds what no message told; this makes the messages come again.
                .watchSubscriptions(SUBSCRIPTION_WATCH)
                .callTimeout(CALL_TIMEOUT)
                .build();
    }

    private static int serve(Worker worker, InventoryWorker inventory, PrintStream err) throws InterruptedException {
        while (true) {
            try {
                worker.awaitReady(NEWS);
                log.info(
                        inventory.isOpen() ? "the inventory is open" : "another worker has the inventory; standing by");
                new CountDownLatch(1).await();
            } catch (CallTimeoutException e) {
                log.warn("still waiting for the engine; start one, or say by III_URL where it is");
            } catch (WorkerClosedException e) {
                return 0;
            } catch (IiiException e) {
                err.println(e.getMessage());
                return 1;
            }
        }
    }
}
