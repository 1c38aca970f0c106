package dev.iii.sdk.internal.worker;

import dev.iii.sdk.WorkerOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(Environment.class);

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

    /**
     * Returns the name of a worker. The variable has precedence over the name in the code, unlike for the other settings: a
     * supervisor names each worker that it starts, and waits for it under that name.
     */
    String workerName(WorkerOptions options) {
        String inCode = options.name().orElse(null);
        if (inCode != null && options.fixedName()) {
            return inCode;
        }
        String name = get(WORKER_NAME);
        if (name == null) {
            return inCode == null ? hostname() + ":" + ProcessHandle.current().pid() : inCode;
        }
        if (inCode != null && !inCode.equals(name)) {
            log.info("The worker {} is named {}, as " + WORKER_NAME + " says", inCode, name);
        }
        return name;
    }

    /**
     * Logs which variables of a supervisor the worker does not use, because the code sets the value. The supervisor does not
     * see the worker then, and reports only that it did not start.
     */
    void warnAboutIgnoredVariables(String worker, URI address, WorkerOptions options) {
        if (options.fixedName() || get(WORKER_NAME) == null) {
            return;
        }
        String url = get(URL);
        if (url != null && !url.equals(address.toString())) {
            log.warn("Worker {} ignores " + URL + ", because its code contains an address of the engine", worker);
        }
        String namespace = get(NAMESPACE);
        if (namespace != null && !namespace.equals(options.namespace().orElse(namespace))) {
            log.warn("Worker {} ignores " + NAMESPACE + ", because its code sets a namespace", worker);
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
