package dev.iii.stub.net;

import dev.iii.stub.core.connection.Admission;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.UpgradeRequest;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection on a path other than the workers' path that is served only after its client was admitted. The listener
 * that serves it is not called before that. Owned by the connection's event loop.
 */
final class GuardedSocket implements ConnectionListener {

    private final ConnectionListener served;
    private final Admission admission;
    /** {@code null} after the connection was opened: its header fields would otherwise be kept until it closes. */
    private @Nullable UpgradeRequest request;

    private boolean admitted;
    private @Nullable ArrayDeque<Runnable> early = new ArrayDeque<>();

    GuardedSocket(ConnectionListener served, Admission admission, UpgradeRequest request) {
        this.served = served;
        this.admission = admission;
        this.request = request;
    }

    @Override
    public void onOpen(Connection connection) {
        Admission.Client client = ConnectionRefusals.client(Objects.requireNonNull(request));
        request = null;
        // Messages that were already read are kept. No further message is read until the decision.
        connection.pauseReading();
        admission
                .admit(client)
                .whenComplete((access, failure) -> connection.loop().execute(() -> {
                    connection.resumeReading();
                    if (failure == null) {
                        admitted(connection);
                    } else {
                        early = null;
                        ConnectionRefusals.refuse(connection, client, failure);
                    }
                }));
    }

    private void admitted(Connection connection) {
        ArrayDeque<Runnable> messages = early;
        if (messages == null) {
            return; // The connection was closed in the meantime.
        }
        early = null;
        admitted = true;
        served.onOpen(connection);
        messages.forEach(Runnable::run);
    }

    @Override
    public void onText(Connection connection, byte[] utf8) {
        received(() -> served.onText(connection, utf8));
    }

    @Override
    public void onBinary(Connection connection, byte[] bytes) {
        received(() -> served.onBinary(connection, bytes));
    }

    @Override
    public void onDrained(Connection connection) {
        if (admitted) {
            served.onDrained(connection);
        }
    }

    @Override
    public void onClosed(Closing closing) {
        early = null;
        if (admitted) {
            served.onClosed(closing);
        }
    }

    private void received(Runnable message) {
        if (admitted) {
            message.run();
        } else if (early != null) {
            early.add(message);
        }
    }
}
