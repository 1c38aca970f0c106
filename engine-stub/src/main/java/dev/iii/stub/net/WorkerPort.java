package dev.iii.stub.net;

import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.core.connection.WorkerGateway;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeHandler;
import dev.iii.transport.UpgradeRequest;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A port to which workers connect (engine behaviour, section 1). Workers connect on {@code /}. Other paths are served
 * by the handlers that were registered for them. All remaining paths get status 404.
 */
public final class WorkerPort implements AutoCloseable {

    private final WebSocketServer server;
    private final OpenSockets sockets;

    private WorkerPort(WebSocketServer server, OpenSockets sockets) {
        this.server = server;
        this.sockets = sockets;
    }

    /**
     * Listens on an address. Workers can connect as soon as this method returns.
     *
     * @throws PortException if the address cannot be bound
     */
    public static WorkerPort listen(
            List<EventLoop> loops, InetSocketAddress address, WorkerGateway engine, Options options)
            throws PortException {
        OpenSockets sockets = new OpenSockets();
        try {
            WebSocketServer server = WebSocketServer.listen(
                    loops,
                    address,
                    options.origins().guard(address, request -> route(request, engine, options, sockets)),
                    options.limits().handshakeTimeout());
            return new WorkerPort(server, sockets);
        } catch (IOException e) {
            throw PortException.of("worker port", address, e);
        } catch (UnresolvedAddressException e) {
            throw PortException.of("worker port", address, new IOException(e));
        }
    }

    /**
     * The rules for the connections to a port.
     *
     * @param admission decides which clients may connect as workers
     * @param limits the limits of each connection
     * @param routes the handlers of other paths; a key is an exact path, or a prefix of paths if it ends in a slash
     * @param guarded the exact paths of {@code routes} whose clients must be admitted like workers
     * @param origins the pages that may connect
     * @param faults the faults of the connections of workers
     */
    public record Options(
            Admission admission,
            Limits limits,
            Map<String, UpgradeHandler> routes,
            Set<String> guarded,
            AllowedOrigins origins,
            ConnectionFaults faults) {}

    /** Returns the address on which the port listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Stops listening. Existing connections stay open. */
    @Override
    public void close() {
        server.close();
    }

    /**
     * Waits until all connections are closed.
     *
     * @param timeout the maximum time to wait
     * @return {@code true} if all connections are closed
     */
    public boolean awaitClosed(Duration timeout) {
        return sockets.awaitNone(timeout);
    }

    private static CompletionStage<UpgradeDecision> route(
            UpgradeRequest request, WorkerGateway engine, Options options, OpenSockets sockets) {
        String path = request.path();
        if (path.equals("/")) {
            if (options.faults().refuses()) {
                return CompletableFuture.completedStage(new UpgradeDecision.Refuse(503));
            }
            WorkerSocket socket = new WorkerSocket(engine, options, request, sockets);
            return CompletableFuture.completedStage(new UpgradeDecision.Accept(socket, options.limits()));
        }
        UpgradeHandler exact = options.routes().get(path);
        if (exact != null) {
            return options.guarded().contains(path)
                    ? exact.onUpgrade(request).thenApply(decision -> guarded(decision, options.admission(), request))
                    : exact.onUpgrade(request);
        }
        for (Map.Entry<String, UpgradeHandler> route : options.routes().entrySet()) {
            if (route.getKey().endsWith("/") && path.startsWith(route.getKey())) {
                return route.getValue().onUpgrade(request);
            }
        }
        return CompletableFuture.completedStage(new UpgradeDecision.Refuse(404));
    }

    private static UpgradeDecision guarded(UpgradeDecision decision, Admission admission, UpgradeRequest request) {
        return decision instanceof UpgradeDecision.Accept accept
                ? new UpgradeDecision.Accept(new GuardedSocket(accept.listener(), admission, request), accept.limits())
                : decision;
    }
}
