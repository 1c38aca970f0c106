package dev.iii.stub.telemetry;

import dev.iii.stub.core.api.TelemetryIntake;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeHandler;
import dev.iii.transport.UpgradeRequest;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that only receive telemetry. The engine never sends a message on them. */
final class OtelSockets implements UpgradeHandler, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OtelSockets.class);

    private final TelemetryIntake intake;
    private final Limits limits;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    OtelSockets(TelemetryIntake intake, Limits limits) {
        this.intake = intake;
        this.limits = limits;
    }

    @Override
    public CompletionStage<UpgradeDecision> onUpgrade(UpgradeRequest request) {
        return CompletableFuture.completedStage(new UpgradeDecision.Accept(new OtelSocket(), limits));
    }

    @Override
    public void close() {
        open.forEach(connection -> connection.close(Closing.NORMAL, "the engine ends"));
    }

    private final class OtelSocket implements ConnectionListener {

        private @Nullable Connection connection;

        @Override
        public void onOpen(Connection opened) {
            connection = opened;
            open.add(opened);
        }

        @Override
        public void onText(Connection from, byte[] utf8) {
            log.debug("Ignoring a text message of {} bytes on a telemetry connection", utf8.length);
        }

        @Override
        public void onBinary(Connection from, byte[] bytes) {
            if (!intake.take(bytes)) {
                log.debug(
                        "Ignoring a message of {} bytes on a telemetry connection: it is not telemetry", bytes.length);
            }
        }

        @Override
        public void onClosed(Closing closing) {
            Connection known = connection;
            if (known != null) {
                open.remove(known);
            }
        }
    }
}
