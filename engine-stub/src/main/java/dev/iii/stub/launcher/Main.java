package dev.iii.stub.launcher;

import dev.iii.stub.assembly.RunningEngine;
import dev.iii.stub.assembly.StubSettings;
import dev.iii.stub.assembly.Version;
import dev.iii.stub.config.ConfigException;
import dev.iii.stub.config.EngineConfig;
import dev.iii.stub.http.HttpWorker;
import dev.iii.stub.stream.StreamWorker;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line program that runs an engine. Not thread-safe: created and run once, by the main thread. */
@Command(
        name = "iii-engine-stub",
        description = "An engine for developing and testing workers. Press Ctrl-C to stop it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        subcommands = Completion.class,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  Start with the ports of the real engine, and print the traffic:",
            "    iii-engine-stub --trace",
            "  Start with a config file of the real engine:",
            "    iii-engine-stub --config config.yaml",
            "  Use free ports, for example in a script:",
            "    iii-engine-stub --port 0 --http-port 0 --stream-port 0"
        })
public final class Main implements Callable<Integer> {

    private static final String LOG_SETTINGS = "logback.configurationFile";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description =
                    "The port for workers. Default: the port in the config file, otherwise 49134. 0 for a free port.")
    private @Nullable Integer port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The port for routes of HTTP triggers. Default: the port in the config file, otherwise 3111.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--stream-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The port for consumers of streams. Default: the port in the config file, otherwise 3112.")
    private @Nullable Integer streamPort;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The interface to listen on. Default: the host in the config file, otherwise 127.0.0.1. 0.0.0.0"
                            + " for all interfaces.")
    private @Nullable String host;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description = "A web page of another computer that may use the ports on 127.0.0.1, for example"
                    + " https://example.com. Requests may then also name its host. Can be repeated. * allows all.")
    private List<String> allowedOrigins = List.of();

    @Option(names = "--config", paramLabel = "FILE", description = "A config.yaml of the real engine.")
    private @Nullable Path config;

    @Option(
            names = "--trace",
            description =
                    "Prints every frame between the engine and its workers, with payloads. Fields that usually contain"
                            + " secrets are redacted.")
    private boolean trace;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    /** Runs the engine until the process is stopped. */
    public static void main(String[] args) {
        // Must be set before the first logger is created. Only here: a program that embeds the engine has its own log.
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "dev/iii/stub/launcher/console-log.xml");
        }
        System.exit(run(args, console(System.out), console(System.err)));
    }

    private static PrintWriter console(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Runs with these arguments and returns the exit status: 0, 2 if the arguments are invalid, or 1. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println(String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; try --help");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, commandLine, result) -> {
            if (e instanceof IOException || e instanceof ConfigException || e instanceof IllegalArgumentException) {
                err.println(e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw e;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("not run as a command");
        }
        PrintWriter out = command.commandLine().getOut();
        if (trace) {
            FrameLines.print();
        }
        try (RunningEngine engine = RunningEngine.start(settings())) {
            out.println("iii engine stub " + Version.TEXT);
            engine.workerUrls().forEach(url -> out.println("  workers connect to " + url));
            engine.listening().forEach((name, url) -> out.println("  " + name + " listens on " + url));
            out.flush();
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(engine::close, "iii-stub-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            Runnable end = EngineLog.listen(engine);
            try {
                ended.await();
            } finally {
                end.run();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private StubSettings settings() {
        StubSettings.Builder settings = StubSettings.builder();
        if (config != null) {
            settings.config(EngineConfig.read(config, System.getenv()));
        } else {
            settings.standardPorts();
        }
        if (port != null) {
            settings.port(port);
        }
        if (httpPort != null) {
            settings.enginePort(HttpWorker.NAME, "httpPort", httpPort);
        }
        if (streamPort != null) {
            settings.enginePort(StreamWorker.NAME, "streamPort", streamPort);
        }
        if (host != null) {
            settings.host(host);
        }
        allowedOrigins.forEach(settings::allowOrigin);
        return settings.build();
    }

    /** Reads a port. */
    static final class PortNumber implements ITypeConverter<Integer> {

        private static final int MAX = 65535;

        @Override
        public Integer convert(String value) {
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= MAX) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Reported below, like a number that is too large.
            }
            throw new TypeConversionException("must be a whole number from 0 to " + MAX + ", but is '" + value + "'");
        }
    }

    /** Prints the version. */
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"iii engine stub " + Version.TEXT};
        }
    }
}
