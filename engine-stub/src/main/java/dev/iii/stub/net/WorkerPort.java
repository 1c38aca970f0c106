package dev.iii.stub.net;

import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.core.connection.WorkerGateway;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeRequest;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
     * @param routes the other paths that the port serves
     * @param origins the pages that may connect
     * @param faults the faults of the connections of workers
     */
    public record Options(
            Admission admission,
            Limits limits,
            List<SocketRoute> routes,
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
        SocketRoute route = find(path, options.routes());
        if (route == null) {
            return CompletableFuture.completedStage(new UpgradeDecision.Refuse(404));
        }
        CompletionStage<UpgradeDecision> decided = route.handler().onUpgrade(request);
        return route.guarded()
                ? decided.thenApply(decision -> guarded(decision, options.admission(), request))
                : decided;
    }

    /** Returns the route of a path, or {@code null} if there is none. An exact path takes precedence over a prefix. */
    private static @Nullable SocketRoute find(String path, List<SocketRoute> routes) {
        SocketRoute prefix = null;
        for (SocketRoute route : routes) {
            if (route.path().equals(path)) {
                return route;
            }
            if (route.path().endsWith("/") && path.startsWith(route.path())) {
                prefix = route;
            }
        }
        return prefix;
    }

    private static UpgradeDecision guarded(UpgradeDecision decision, Admission admission, UpgradeRequest request) {
        return decision instanceof UpgradeDecision.Accept accept
                ? new UpgradeDecision.Accept(new GuardedSocket(accept.listener(), admission, request), accept.limits())
                : decision;
    }
}
