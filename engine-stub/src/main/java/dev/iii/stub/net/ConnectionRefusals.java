package dev.iii.stub.net;

import dev.iii.protocol.ConnectionRefused;
import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.FrameEncoder;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.Lane;
import dev.iii.transport.UpgradeRequest;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;

/** Refuses connections. */
final class ConnectionRefusals {

    private static final Logger log = BoundedLogger.of(ConnectionRefusals.class);

    private ConnectionRefusals() {}

    static Admission.Client client(UpgradeRequest request) {
        String query = request.query();
        return new Admission.Client(
                request.headers(),
                query == null ? "" : query,
                request.remote().getAddress().getHostAddress());
    }

    /** Sends the client the reason in one frame, and closes the connection. */
    static void refuse(Connection connection, Admission.Client client, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        ErrorBody error = cause instanceof InvocationFailed refusal
                ? refusal.error()
                : new ErrorBody("AUTH_ERROR", "the engine could not decide about the connection");
        log.warn("A connection from {} is refused: {}: {}", client.address(), error.code(), error.message());
        if (!(cause instanceof InvocationFailed)) {
            log.error("The decision about a connection failed", cause);
        }
        byte[] frame = FrameEncoder.encode(new ConnectionRefused(error));
        connection.sendText(frame, 0, frame.length, Lane.DATA);
        connection.flush();
        connection.close(Closing.NORMAL, "refused");
    }
}
