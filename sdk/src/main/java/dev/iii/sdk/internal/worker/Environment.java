package dev.iii.sdk.internal.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a worker from environment variables, which {@link dev.iii.sdk.WorkerOptions} and {@link dev.iii.sdk.Iii}
 * describe.
 */
final class Environment {

    static final String URL = "III_URL";
    static final String WORKER_NAME = "III_WORKER_NAME";
    static final String NAMESPACE = "III_NAMESPACE";
    static final String ISOLATION = "III_ISOLATION";
    static final String DEFAULT_URL = "ws://127.0.0.1:49134";

    private final Function<String, @Nullable String> variables;

    Environment(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    static Environment ofProcess() {
        return new Environment(System::getenv);
    }

    /** Returns the value of a variable; {@code null} if it is not set or blank. */
    @Nullable
    String get(String name) {
        String value = variables.apply(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String url() {
        String url = get(URL);
        return url == null ? DEFAULT_URL : url;
    }

    String workerName() {
        String name = get(WORKER_NAME);
        return name == null ? hostname() + ":" + ProcessHandle.current().pid() : name;
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
