package dev.iii.stub;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.http.Cors;
import dev.iii.stub.http.HttpOptions;
import dev.iii.stub.http.HttpWorker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the worker {@code iii-http} from its section of the config file. */
final class HttpWorkers {

    static final int DEFAULT_PORT = 3111;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final long MAX_TIMEOUT_MS = Duration.ofDays(1).toMillis();
    private static final String PRE_HANDLER = "preHandler";

    /** What a message to a worker holds beside the body of a request. */
    private static final long ENVELOPE = 1 << 20;

    private record Middleware(String functionId, long priority) {}

    private HttpWorkers() {}

    static EngineWorker make(EngineWorkers.Materials materials) {
        ConfigSection config = materials.config();
        StubOptions options = materials.options();
        String host = options.host() != null ? options.host() : config.string("host", WorkerPorts.LOOPBACK);
        Integer filePort = config.port("port");
        Integer optionPort = options.httpPort();
        int absent = options.config() == null ? 0 : DEFAULT_PORT;
        int port = optionPort != null ? optionPort : filePort != null ? filePort : absent;
        config.ignore("host", "concurrency_request_limit");
        return new HttpWorker(new HttpOptions(
                new InetSocketAddress(host, port),
                config.millis("default_timeout", DEFAULT_TIMEOUT, 1, MAX_TIMEOUT_MS),
                cors(config.section("cors")),
                middleware(config),
                Math.max(ENVELOPE, options.maxOutboxBytes() - ENVELOPE)));
    }

    private static Cors cors(@Nullable ConfigSection section) {
        return section == null
                ? Cors.OPEN
                : new Cors(section.strings("allowed_origins"), section.strings("allowed_methods"), false);
    }

    private static List<String> middleware(ConfigSection config) {
        List<Middleware> middleware = new ArrayList<>();
        for (ConfigSection entry : config.sections("middleware")) {
            String functionId = entry.string("function_id");
            if (functionId == null) {
                throw entry.mistake("needs a function_id, for example function_id: middleware::auth");
            }
            entry.oneOf("phase", PRE_HANDLER, List.of(PRE_HANDLER));
            middleware.add(new Middleware(functionId, entry.integer("priority", 0, Long.MIN_VALUE, Long.MAX_VALUE)));
        }
        middleware.sort(Comparator.comparingLong(Middleware::priority));
        return middleware.stream().map(Middleware::functionId).toList();
    }
}
