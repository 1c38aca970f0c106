package dev.iii.stub.httpfunctions;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.iii.protocol.RegisterFunction;
import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.core.api.AsyncFunction;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.RemoteFunctions;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerSetup;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The worker {@code iii-http-functions}. It provides no functions of the engine, but calls the functions that workers
 * register with {@code invocation}. The first such registration creates its HTTP client and threads.
 */
public final class HttpFunctionsWorker implements EngineWorker {

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION =
            EngineWorkerDefinition.of("iii-http-functions", HttpFunctionsWorker::create);

    private final HttpFunctionsOptions options;
    private final EndpointReader endpoints;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable HttpInvoker invoker;

    @GuardedBy("lock")
    private boolean closed;

    public HttpFunctionsWorker(HttpFunctionsOptions options) {
        this.options = options;
        this.endpoints = new EndpointReader(options.policy(), options.variables());
    }

    private static EngineWorker create(EngineWorkerSetup setup) {
        ConfigSection security = setup.config().section("security");
        UrlPolicy policy = setup.shared().configured() ? UrlPolicy.STRICT : UrlPolicy.LOCAL;
        if (security != null) {
            policy = new UrlPolicy(
                    security.strings("url_allowlist"),
                    security.flag("block_private_ips", true) ? AllowedAddresses.PUBLIC : AllowedAddresses.ANYWHERE,
                    security.flag("require_https", true));
        }
        return new HttpFunctionsWorker(new HttpFunctionsOptions(
                policy, setup.shared().environment(), setup.shared().limits().maxMessageBytes()));
    }

    @Override
    public String name() {
        return "iii-http-functions";
    }

    @Override
    public String description() {
        return "Functions that are called over HTTP.";
    }

    @Override
    public void install(Installer installer) {
        EngineContext engine = installer.engine();
        RemoteFunctions functions = frame -> bind(engine, frame);
        installer.bindRemoteFunctionsWith(functions);
    }

    private AsyncFunction bind(EngineContext engine, RegisterFunction frame) {
        Endpoint endpoint = endpoints.read(frame);
        HttpInvoker client = invoker(engine);
        return call -> client.invoke(endpoint, call.payloadWithCaller());
    }

    private HttpInvoker invoker(EngineContext engine) {
        lock.lock();
        try {
            HttpInvoker existing = invoker;
            if (closed) {
                throw new IllegalArgumentException("the engine is closed");
            }
            if (existing == null) {
                existing = new HttpInvoker(engine, options);
                invoker = existing;
            }
            return existing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        HttpInvoker open;
        lock.lock();
        try {
            closed = true;
            open = invoker;
            invoker = null;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }
}
