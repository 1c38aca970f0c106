package dev.iii.stub.stream;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Call;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.net.Authority;
import dev.iii.stub.net.LargestMessage;
import dev.iii.stub.net.OpenSockets;
import dev.iii.stub.net.PortException;
import dev.iii.transport.EventLoop;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeRequest;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The port for consumers: accepts WebSocket connections on {@code /} and returns status 404 for every other path.
 *
 * <p>The auth function, if there is one, is called before the response to the upgrade request. It cannot reject a
 * consumer. If it fails or returns no context, the consumer is connected without a context.
 */
final class StreamPort implements AutoCloseable {

    private static final Logger log = BoundedLogger.of(StreamPort.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final byte[] CONTEXT = "context".getBytes(StandardCharsets.US_ASCII);

    private final StreamHub hub;
    private final StreamOptions options;
    private final Set<ConsumerSocket> sockets = ConcurrentHashMap.newKeySet();
    private final OpenSockets open = new OpenSockets();
    private volatile @Nullable WebSocketServer server;

    private StreamPort(StreamHub hub, StreamOptions options) {
        this.hub = hub;
        this.options = options;
    }

    /**
     * Opens the port. When this method returns, consumers can connect.
     *
     * @throws PortException if the address cannot be bound
     */
    static StreamPort listen(StreamHub hub, StreamOptions options, List<EventLoop> loops) throws PortException {
        StreamPort port = new StreamPort(hub, options);
        InetSocketAddress address = options.address();
        try {
            port.server = WebSocketServer.listen(
                    loops,
                    address,
                    options.origins().guard(address, port::decide),
                    options.limits().handshakeTimeout());
            return port;
        } catch (IOException e) {
            throw PortException.of("stream port", address, e);
        } catch (UnresolvedAddressException e) {
            throw PortException.of("stream port", address, new IOException(e));
        }
    }

    /** Returns the URL for consumers, for example {@code ws://127.0.0.1:3112}. */
    String url() {
        WebSocketServer listening = server;
        InetSocketAddress address = listening == null ? options.address() : listening.address();
        return "ws://" + Authority.reachable(address);
    }

    /**
     * Stops listening and closes all connections. Waits up to one second for their closing handshakes, unless called by
     * the own code of an event loop.
     */
    @Override
    public void close() {
        WebSocketServer listening = server;
        if (listening != null) {
            listening.close();
        }
        sockets.forEach(ConsumerSocket::close);
        if (EventLoop.beforeWait()) {
            // Wait for the closing handshakes, so that consumers see an orderly close and not a lost connection.
            open.awaitNone(CLOSE_TIMEOUT);
        }
    }

    void opened(ConsumerSocket socket) {
        sockets.add(socket);
        open.opened();
    }

    void closed(ConsumerSocket socket) {
        sockets.remove(socket);
        open.closed();
    }

    private CompletionStage<UpgradeDecision> decide(UpgradeRequest request) {
        if (!request.path().equals("/")) {
            return CompletableFuture.completedStage(new UpgradeDecision.Refuse(404));
        }
        String authFunction = options.authFunction();
        if (authFunction == null) {
            return CompletableFuture.completedStage(accept(request, RawJson.NULL));
        }
        CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
        Call question = Call.of(authFunction, question(request));
        hub.engine().invoke(question, outcome -> decision.complete(accept(request, context(authFunction, outcome))));
        return decision;
    }

    private UpgradeDecision accept(UpgradeRequest request, RawJson context) {
        ConsumerSocket socket =
                new ConsumerSocket(hub, this, request.remote(), context, LargestMessage.of(options.limits()));
        return new UpgradeDecision.Accept(socket, options.limits());
    }

    /** Returns the context from the result of the auth function. Returns JSON null if there is none. */
    private static RawJson context(String authFunction, Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            log.warn(
                    "Auth function {} of the stream port failed; the consumer is connected without a context: {}: {}",
                    authFunction,
                    failure.error().code(),
                    failure.error().message());
            return RawJson.NULL;
        }
        RawJson context = outcome instanceof Outcome.Value value ? contextOf(value.json()) : null;
        if (context == null) {
            log.debug("Auth function {} of the stream port returned no context", authFunction);
            return RawJson.NULL;
        }
        return context;
    }

    private static @Nullable RawJson contextOf(RawJson answer) {
        RawJson context = null;
        if (answer.isObject()) {
            JsonCursor members = JsonCursor.ofObject(answer);
            while (members.next()) {
                if (members.nameIs(CONTEXT)) {
                    context = members.value();
                }
            }
        }
        return context;
    }

    // ---------------------------------------------------------------- input of the auth function

    private static RawJson question(UpgradeRequest request) {
        ObjectWriter headers = new ObjectWriter();
        request.headers().forEach((name, values) -> {
            String value = values.get(values.size() - 1);
            if (isVisible(value)) {
                headers.put(name, value);
            }
        });
        ObjectWriter parameters = new ObjectWriter();
        parameters(request.query()).forEach((name, values) -> parameters.put(name, ObjectWriter.strings(values)));
        return new ObjectWriter()
                .put("headers", headers.end())
                .put("path", request.path())
                .put("query_params", parameters.end())
                .put("addr", Authority.of(request.remote()))
                .end();
    }

    /** Returns {@code true} if the value is visible ASCII. Other header values are not passed to the auth function. */
    private static boolean isVisible(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\t');
    }

    /** Returns the query parameters without decoding them. Parameters without a name are omitted. */
    private static Map<String, List<String>> parameters(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int mark = pair.indexOf('=');
                String name = mark < 0 ? pair : pair.substring(0, mark);
                if (!name.isEmpty()) {
                    parameters
                            .computeIfAbsent(name, key -> new ArrayList<>())
                            .add(mark < 0 ? "" : pair.substring(mark + 1));
                }
            }
        }
        return parameters;
    }
}
