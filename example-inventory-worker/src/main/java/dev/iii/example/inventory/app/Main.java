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
import java.util.function.Function;

/** The program: runs the inventory on the engine at {@code III_URL} until the process is stopped. */
public final class Main {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

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
        try {
            // The SDK logs when it cannot reach the engine, and tries again.
            start().closed().join();
            return 0;
        } catch (IllegalArgumentException | InvalidConfigException e) {
            err.println(e.getMessage());
            return 2;
        } catch (CompletionException e) {
            err.println(Objects.requireNonNullElse(e.getCause(), e).getMessage());
            return 1;
        }
    }

    private static Worker start() {
        Config config = WorkerConfig.fromEnvironment().read(Config.class);
        Reaction.Handler<Alert> recipient = Main.<Reaction.Handler<Alert>>setting(
                        "INVENTORY_WEBHOOK", config.webhook(), url -> Webhook.to(URI.create(url)))
                .orElse(Alerts::warn);
        String streamUrl = setting("INVENTORY_STREAM_URL", config.streamUrl(), LivePage::checked)
                .orElse(null);
        Settings settings = Settings.of(recipient, streamUrl);
        // No name: the default differs for each process, which a standby needs.
        WorkerOptions options = WorkerOptions.builder()
                .description("Inventory: an example of event sourcing")
                .standby(true)
                .callTimeout(CALL_TIMEOUT)
                .closeOnExit(true)
                .build();
        try {
            // Register before the worker connects, so that it has its functions and routes when the engine lists it.
            return Iii.registerWorker(options, worker -> InventoryWorker.start(worker, settings));
        } catch (IllegalArgumentException e) {
            throw invalid("III_URL or another III_ environment variable", e);
        }
    }

    /** @param configured the value in the configuration file, which is used if the variable is not set */
    private static <T> Optional<T> setting(String variable, Optional<String> configured, Function<String, T> reader) {
        String value = System.getenv(variable);
        Optional<String> text = value == null ? configured : Optional.of(value);
        try {
            return text.filter(some -> !some.isBlank()).map(reader);
        } catch (IllegalArgumentException e) {
            throw invalid(value == null ? "the configuration file for " + variable : variable, e);
        }
    }

    private static IllegalArgumentException invalid(String source, IllegalArgumentException cause) {
        return new IllegalArgumentException("invalid value in " + source + ": " + cause.getMessage(), cause);
    }
}
