package dev.iii.stub;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
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

/** The engine as a program of its own. Not thread-safe: made and run once, by the main thread. */
@Command(
        name = "iii-engine-stub",
        description = "An engine to develop and test workers with. It ends with Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        sortOptions = false)
public final class Main implements Callable<Integer> {

    private static final String LOG_SETTINGS = "logback.configurationFile";
    private static final int DEFAULT_HTTP_PORT = 3111;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The port for workers; 49134, or what the config file says. 0 for a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The port for routes of HTTP triggers; 3111, or what the config file says.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--stream-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "The port for consumers of streams; 3112, or what the config file says.")
    private @Nullable Integer streamPort;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The interface to listen on; 127.0.0.1, or what the config file says. 0.0.0.0 for all.")
    private @Nullable String host;

    @Option(names = "--config", paramLabel = "FILE", description = "A config.yaml of the real engine.")
    private @Nullable Path config;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    /** Runs until it is ended. */
    public static void main(String[] args) {
        // Before the first logger is made. Only here: who embeds the engine has a log of their own.
        if (System.getProperty(LOG_SETTINGS) == null) {
            System.setProperty(LOG_SETTINGS, "dev/iii/stub/console-log.xml");
        }
        System.exit(run(args, console(System.out), console(System.err)));
    }

    private static PrintWriter console(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** Runs with these arguments; the exit status is 0, 2 for a mistake in the arguments, or 1. */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler((e, arguments) -> {
            err.println(String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; try --help");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, commandLine, result) -> {
            if (e instanceof StubException || e instanceof IllegalArgumentException) {
                err.println(e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw e;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("not run as a command");
        }
        PrintWriter out = command.commandLine().getOut();
        try (EngineStub stub = EngineStub.start(options())) {
            out.println("iii engine stub " + Version.TEXT);
            stub.workerUrls().forEach(url -> out.println("  workers connect to " + url));
            stub.listening().forEach((name, url) -> out.println("  " + name + " listens on " + url));
            out.flush();
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(stub::close, "iii-stub-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            Runnable end = EngineLog.listen(stub);
            try {
                ended.await();
            } finally {
                end.run();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private StubOptions options() {
        StubOptions.Builder options = StubOptions.builder();
        if (config != null) {
            options.configFile(config);
        } else {
            options.port(WorkerPorts.DEFAULT_PORT)
                    .httpPort(DEFAULT_HTTP_PORT)
                    .streamPort(WorkerPorts.DEFAULT_STREAM_PORT);
        }
        if (port != null) {
            options.port(port);
        }
        if (httpPort != null) {
            options.httpPort(httpPort);
        }
        if (streamPort != null) {
            options.streamPort(streamPort);
        }
        if (host != null) {
            options.host(host);
        }
        return options.build();
    }

    /** Reads a port. */
    static final class PortNumber implements ITypeConverter<Integer> {

        private static final int MOST = 65535;

        @Override
        public Integer convert(String value) {
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= MOST) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // The same answer as for a number that is too large.
            }
            throw new TypeConversionException("must be a whole number from 0 to " + MOST + ", but is '" + value + "'");
        }
    }

    /** Tells the version. */
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"iii engine stub " + Version.TEXT};
        }
    }
}
