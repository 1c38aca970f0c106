package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.setup.Adapters;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerSetup;
import dev.iii.transport.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine worker {@code iii-stream}. */
public final class StreamWorker implements EngineWorker {

    /** The name of this worker. */
    public static final String NAME = "iii-stream";

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION = EngineWorkerDefinition.of(NAME, StreamWorker::create)
            .withAlias("stream")
            .withPort(3112);

    private final StreamOptions options;
    private final List<EventLoop> loops;
    private @Nullable StreamHub hub;
    private volatile @Nullable StreamPort port;

    /** Creates a worker that serves its consumers on the given event loops. The caller must close the loops. */
    public StreamWorker(StreamOptions options, List<EventLoop> loops) {
        this.options = options;
        this.loops = List.copyOf(loops);
    }

    private static EngineWorker create(EngineWorkerSetup setup) {
        Adapters.warnUnlessInMemory(setup.config());
        StreamOptions options = new StreamOptions(
                setup.address(),
                setup.config().string("auth_function"),
                setup.shared().limits(),
                setup.shared().origins());
        return new StreamWorker(options, setup.shared().loops());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Streams of items, with triggers on their events and a port for consumers.";
    }

    @Override
    public void install(Installer installer) {
        StreamHub made = new StreamHub(installer.engine());
        hub = made;
        installer.triggerType(
                new TriggerTypeSpec(
                        "stream",
                        "An item of a stream was created, updated or deleted, or an event was sent",
                        StreamTriggers.CONFIG.schema(),
                        StreamEvent.SHAPE.schema()),
                made.triggers());
        installer.triggerType(
                new TriggerTypeSpec(
                        "stream:join",
                        "A consumer requests to join a stream",
                        JoinTriggers.CONFIG.schema(),
                        JoinTriggers.EVENT.schema()),
                made.joins());
        installer.triggerType(
                new TriggerTypeSpec(
                        "stream:leave",
                        "A consumer has left a stream",
                        JoinTriggers.CONFIG.schema(),
                        JoinTriggers.EVENT.schema()),
                made.leaves());
        new StreamFunctions(made).install(installer);
    }

    /** Creates a consumer without a socket. */
    Consumer connect(ConsumerConnection connection, RawJson context) {
        return new Consumer(installed(), connection, context);
    }

    StreamHub installed() {
        StreamHub made = hub;
        if (made == null) {
            throw new IllegalStateException("the worker is not installed");
        }
        return made;
    }

    @Override
    public void start() throws IOException {
        port = StreamPort.listen(installed(), options, loops);
    }

    @Override
    public Optional<String> url() {
        StreamPort open = port;
        return open == null ? Optional.empty() : Optional.of(open.url());
    }

    @Override
    public void close() {
        StreamPort open = port;
        if (open != null) {
            open.close();
        }
    }
}
