package dev.iii.stub.vectors;

import dev.iii.transport.Closing;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import dev.iii.transport.UpgradeDecision;
import dev.iii.transport.UpgradeRequest;
import dev.iii.transport.WebSocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Just enough of an engine to test the runner: greets, answers calls with their own data, sends all other messages
 * back. The path {@code /late} is accepted when any connection sends {@code release}, {@code /nowhere} refused; the
 * text {@code close} ends the connection, {@code drop} without a closing handshake.
 */
final class EchoEngine implements AutoCloseable {

    private static final byte[] GREETING = """
            {"type":"workerregistered","worker_id":"0f8fad5b-d9cb-469f-a165-70867728950e",\
            "reattach_token":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}""".getBytes(StandardCharsets.UTF_8);

    private final EventLoop loop = new EventLoop("echo-engine");
    private final BlockingQueue<CompletableFuture<UpgradeDecision>> late = new LinkedBlockingQueue<>();
    private final BlockingQueue<Closing> closings = new LinkedBlockingQueue<>();
    private final WebSocketServer server;

    EchoEngine() throws IOException {
        server = WebSocketServer.listen(List.of(loop), new InetSocketAddress("127.0.0.1", 0), this::decide);
    }

    Endpoints endpoints() {
        return new Endpoints(Map.of("ws", "ws://127.0.0.1:" + server.address().getPort() + "/"));
    }

    /** How the next connection ended. */
    Closing nextClosing() throws InterruptedException {
        Closing closing = closings.poll(5, TimeUnit.SECONDS);
        if (closing == null) {
            throw new AssertionError("no connection has ended");
        }
        return closing;
    }

    private CompletableFuture<UpgradeDecision> decide(UpgradeRequest request) {
        UpgradeDecision accept = new UpgradeDecision.Accept(new Echo(), Limits.DEFAULT);
        if (request.path().equals("/late")) {
            CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
            late.add(decision);
            return decision;
        }
        return CompletableFuture.completedFuture(
                request.path().equals("/nowhere") ? new UpgradeDecision.Refuse(404) : accept);
    }

    @Override
    public void close() {
        server.close();
        loop.close();
    }

    private final class Echo implements ConnectionListener {

        @Override
        public void onOpen(Connection connection) {
            send(connection, GREETING);
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            String text = new String(utf8, StandardCharsets.UTF_8);
            switch (text) {
                case "close" -> connection.close(1000, "asked");
                case "drop" -> connection.abort("asked");
                case "release" ->
                    late.forEach(decision -> decision.complete(new UpgradeDecision.Accept(new Echo(), Limits.DEFAULT)));
                default -> send(connection, answer(text).getBytes(StandardCharsets.UTF_8));
            }
        }

        private String answer(String text) {
            JsonNode frame = Json.parseOrText(text);
            if (!frame.path("type").asString("").equals("invokefunction")) {
                return text;
            }
            ObjectNode answer = frame.deepCopy().asObject();
            JsonNode data = answer.remove("data");
            answer.put("type", "invocationresult").put("traceparent", "t");
            if (frame.path("function_id").asString().equals("engine::workers::register")) {
                answer.putObject("result").put("success", true);
            } else if (frame.path("function_id").asString().equals("fail")) {
                answer.set("error", data);
            } else if (!data.isNull()) {
                answer.set("result", data);
            }
            return Json.text(answer);
        }

        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            connection.sendBinary(bytes, 0, bytes.length, Lane.DATA);
            connection.flush();
        }

        private static void send(Connection connection, byte[] text) {
            connection.sendText(text, 0, text.length, Lane.DATA);
            connection.flush();
        }

        @Override
        public void onClosed(Closing closing) {
            closings.add(closing);
        }
    }
}
