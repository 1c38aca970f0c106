package dev.iii.stub.http;

import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.core.environment.HeapShare;
import dev.iii.stub.setup.EngineWorkerSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the section of the worker {@code iii-http} in the config file. */
final class HttpConfig {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final long MAX_TIMEOUT_MS = Duration.ofDays(1).toMillis();
    private static final String PRE_HANDLER = "preHandler";

    /** The maximum size of a request without its body, in the message to the worker. */
    private static final long ENVELOPE = 1 << 20;

    /** A JSON body is at most this part of the heap, because it exists several times until it is sent to a worker. */
    private static final int BODY_SHARE = 8;

    private record Middleware(String functionId, long priority) {}

    private HttpConfig() {}

    static HttpOptions read(EngineWorkerSetup setup) {
        ConfigSection config = setup.config();
        config.ignore("concurrency_request_limit");
        return new HttpOptions(
                setup.address(),
                config.millis("default_timeout", DEFAULT_TIMEOUT, 1, MAX_TIMEOUT_MS),
                cors(config.section("cors")),
                setup.shared().origins(),
                middleware(config),
                maxJsonBody(setup));
    }

    private static long maxJsonBody(EngineWorkerSetup setup) {
        return Math.max(ENVELOPE, HeapShare.limit(setup.shared().limits().maxOutboxBytes(), BODY_SHARE) - ENVELOPE);
    }

    private static Cors cors(@Nullable ConfigSection section) {
        return section == null
                ? Cors.OPEN
                : new Cors(section.strings("allowed_origins"), section.strings("allowed_methods"), true);
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
