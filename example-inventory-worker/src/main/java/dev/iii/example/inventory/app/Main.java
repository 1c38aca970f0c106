package dev.iii.example.inventory.app;

import dev.iii.eventsourcing.Reaction;
import dev.iii.eventsourcing.Webhook;
import dev.iii.example.inventory.app.Alerts.Alert;
import dev.iii.example.inventory.app.InventoryWorker.Settings;
import dev.iii.example.inventory.page.LivePage;
import dev.iii.sdk.Iii;
import dev.iii.sdk.Worker;
import dev.iii.sdk.WorkerOptions;
import dev.iii.sdk.configuration.WorkerConfig;
import dev.iii.sdk.error.InvalidConfigException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: runs the inventory on the engine at {@code III_URL} until the process is stopped. */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final String WEBHOOK = "INVENTORY_WEBHOOK";
    private static final String STREAM_URL = "INVENTORY_STREAM_URL";

    private static final String USAGE = """
            usage: java -jar example-inventory-worker.jar

            Runs the inventory worker on an iii engine until Ctrl-C or SIGTERM, then shuts it down gracefully.

            Environment variable                                         Default
              III_URL               address of the engine's worker port  ws://127.0.0.1:49134
              III_WORKER_NAME       name of this worker                  hostname:pid
              III_NAMESPACE         namespace of the functions           default
              INVENTORY_WEBHOOK     address that receives low-stock      alerts are logged
                                    alerts by POST
              INVENTORY_STREAM_URL  address of the engine's stream port  port 3112 of the
                                    for browsers                         host of the page
              III_CONFIG            YAML file with the keys webhook and  no file
                                    streamUrl, for the two settings
                                    whose variables are not set

            A second process on the same engine waits as a standby and takes over when the first one exits.

            The jar example-inventory-worker-demo.jar contains an engine and a load test; try it with --help.""";

    /** The content of the configuration file. */
    record Config(Optional<String> webhook, Optional<String> streamUrl) {}

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Runs the program.
     *
     * @return the exit status: 0 after {@code --help} or if the worker was closed, 1 if the engine refuses the worker, 2 if
     *     an argument or an environment variable is invalid
     */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length > 0) {
            boolean help = args[0].equals("--help") || args[0].equals("-h");
            (help ? out : err).println(help ? USAGE : "unknown option '" + args[0] + "'; try --help");
            return help ? 0 : 2;
        }
        AtomicReference<InventoryWorker> started = new AtomicReference<>();
        Worker worker;
        try {
            Config config = WorkerConfig.fromEnvironment().read(Config.class);
            Reaction.Handler<Alert> recipient = read(WEBHOOK, config.webhook(), Main::recipient);
            String streamUrl = read(
                    STREAM_URL, config.streamUrl(), url -> url == null || url.isBlank() ? null : LivePage.checked(url));
            Settings settings = Settings.of(recipient, streamUrl);
            // Register before the worker connects, so that it has its functions and routes when the engine lists it.
            worker = read(
                    "III_URL or another III_ environment variable",
                    Optional.empty(),
                    url -> Iii.registerWorker(
                            options(), registering -> started.set(InventoryWorker.start(registering, settings))));
        } catch (IllegalArgumentException | InvalidConfigException e) {
            err.println(e.getMessage());
            return 2;
        }
        InventoryWorker inventory = Objects.requireNonNull(started.get());
        Thread shutdown = new Thread(() -> shutDown(inventory, worker), "inventory-shutdown");
        Runtime.getRuntime().addShutdownHook(shutdown);
        return serve(worker, inventory, err);
    }

    private static void shutDown(InventoryWorker inventory, Worker worker) {
        try (worker) {
            inventory.close();
        }
    }

    /** @param configured the value in the configuration file, which is used if the variable is not set */
    private static <T extends @Nullable Object> T read(
            String variable, Optional<String> configured, Function<@Nullable String, T> reader) {
        String value = System.getenv(variable);
        boolean ofFile = value == null && configured.isPresent();
        try {
            return reader.apply(ofFile ? configured.orElseThrow() : value);
        } catch (IllegalArgumentException e) {
            String source = ofFile ? "the configuration file for " + variable : variable;
            throw new IllegalArgumentException("invalid value in " + source + ": " + e.getMessage(), e);
        }
    }

    private static Reaction.Handler<Alert> recipient(@Nullable String webhook) {
        return webhook == null || webhook.isBlank() ? Alerts::warn : Webhook.to(URI.create(webhook));
    }

    /** Sets no worker name: the default differs for each process, which a standby needs. */
    private static WorkerOptions options() {
        return WorkerOptions.builder()
                .description("Inventory: an example of event sourcing")
                .standby(true)
                .callTimeout(CALL_TIMEOUT)
                .build();
    }

    /** Waits until the worker is closed. The SDK logs when it cannot reach the engine, and tries again. */
    private static int serve(Worker worker, InventoryWorker inventory, PrintStream err) {
        var unused = worker.ready()
                .thenRun(() -> log.info(
                        inventory.isOpen()
                                ? "The inventory is open for requests"
                                : "Another worker runs the inventory; this worker is a standby"));
        try {
            worker.closed().join();
            return 0;
        } catch (CompletionException e) {
            err.println(Objects.requireNonNullElse(e.getCause(), e).getMessage());
            return 1;
        }
    }
}
