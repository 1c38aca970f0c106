package dev.iii.stub.channel;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.channel.Channel;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.NumberLimits;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import dev.iii.stub.net.SocketRoute;
import dev.iii.stub.net.SocketRoutes;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.transport.Limits;
import dev.iii.transport.SharedLimits;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The worker {@code iii-worker-manager}. Its ports serve channels in addition to workers. */
public final class ChannelWorker implements EngineWorker, SocketRoutes {

    private static final String NAME = "iii-worker-manager";

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION = EngineWorkerDefinition.mandatory(
                    NAME,
                    setup -> new ChannelWorker(
                            setup.shared().limits(),
                            setup.shared().loops().get(0).sharedLimits()))
            .withWorkerPorts();

    private static final BigInteger MAX_MESSAGES = BigInteger.valueOf(1024);

    private static final Struct CREATE = Struct.of(
            "CreateChannelInput",
            Field.usize("buffer_size")
                    .orNull()
                    .describedAs("The number of messages that may wait for the reader. Default: 64. Maximum: 1024."));

    private final Limits limits;
    private final SharedLimits sharedLimits;
    private @Nullable OpenChannels channels;

    /**
     * Creates a worker without channels.
     *
     * @param limits the limits of each connection to a channel
     * @param sharedLimits the limits that all connections of the engine share
     */
    public ChannelWorker(Limits limits, SharedLimits sharedLimits) {
        this.limits = limits;
        this.sharedLimits = sharedLimits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "The ports that workers connect to, and the channels between them.";
    }

    @Override
    public void install(Installer installer) {
        OpenChannels open = new OpenChannels(installer.engine(), sharedLimits);
        channels = open;
        installer.openChannelsWith(open);
        installer.listen(open);
        installer.function(
                FunctionSpec.of("engine::channels::create", "Create a streaming channel pair")
                        .takes(CREATE),
                call -> create(open, call));
    }

    @Override
    public List<SocketRoute> routes() {
        OpenChannels open = channels;
        // A channel is protected by its key.
        return open == null
                ? List.of()
                : List.of(SocketRoute.open(ChannelSockets.PATH, new ChannelSockets(open, limits)));
    }

    private static Outcome create(OpenChannels open, Invocation call) {
        RawJson asked = CREATE.read(call.payload()).optional("buffer_size");
        int messages = asked == null
                ? Channels.DEFAULT_MESSAGES
                : NumberLimits.integer(asked)
                        .max(BigInteger.ONE)
                        .min(MAX_MESSAGES)
                        .intValue();
        Channel channel = open.openFor(call.caller(), messages);
        return Outcome.value(new ObjectWriter()
                .put("writer", channel.writerReference())
                .put("reader", channel.readerReference())
                .end());
    }

    @Override
    public void close() {
        OpenChannels open = channels;
        if (open != null) {
            open.close();
        }
    }
}
