package dev.iii.stub.vectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP server whose requests are looked at and answered by the scenario. */
final class LocalServer implements AutoCloseable {

    private static final int THREADS = 16;
    private static final Duration REPLY = Duration.ofSeconds(20);
    private static final int NO_BODY = -1;

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Daemons.pool("vector-server", THREADS);
    private final HttpServer server;

    LocalServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new Mismatch("no local HTTP server can be started", e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * A request that waits for its answer.
     *
     * @param seen method, path, headers (names in lower case) and body
     * @param reply status, headers and body; {@code null} to drop the connection
     */
    record Request(ObjectNode seen, CompletableFuture<@Nullable JsonNode> reply) {}

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Optional<Request> next(Duration wait) {
        try {
            return Optional.ofNullable(requests.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Mismatch("interrupted", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        ObjectNode seen = Json.object("method", exchange.getRequestMethod())
                .put("path", exchange.getRequestURI().toString());
        ObjectNode headers = seen.putObject("headers");
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(values.size() - 1)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        seen.set("body", HttpBody.decode(body, headers.path("content-type").asString("")));
        Request request = new Request(seen, new CompletableFuture<>());
        requests.add(request);
        JsonNode reply = await(request);
        if (reply != null) {
            answer(exchange, reply);
        }
        exchange.close();
    }

    private static @Nullable JsonNode await(Request request) {
        try {
            return request.reply().get(REPLY.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static void answer(HttpExchange exchange, JsonNode reply) throws IOException {
        JsonNode body = reply.path("body");
        String text = body.isString() || body.isMissingNode() ? body.asString("") : Json.text(body);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reply.path("headers")
                .properties()
                .forEach(header -> exchange.getResponseHeaders()
                        .set(header.getKey(), header.getValue().asString()));
        exchange.sendResponseHeaders(reply.path("status").asInt(200), bytes.length == 0 ? NO_BODY : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Requests that nobody answered are dropped. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
