package dev.iii.peers;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The smallest client that makes one call: two connections of Java-WebSocket, and frames as trees of Jackson. One connection
 * registers an echo function, the other one calls it. Prints the time since the start of {@code main} and ends.
 */
public final class BareClient {

    private static final String FUNCTION =
            "bench::bare-" + ProcessHandle.current().pid();

    private final JsonMapper json = new JsonMapper();
    private final CountDownLatch result = new CountDownLatch(1);
    private final WebSocketClient callee;
    private final WebSocketClient caller;

    private BareClient(String url) {
        URI uri = URI.create(url);
        callee = new Socket(uri, this::register, this::serve);
        caller = new Socket(uri, this::call, this::receive);
    }

    /** Runs with the address of the engine as the argument. */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        BareClient client = new BareClient(args[0]);
        client.callee.connect();
        client.result.await();
        System.out.println((System.nanoTime() - start) / 1e6);
        System.exit(0);
    }

    private void register() {
        // Until a worker has announced its name, or for 5 s, the engine does not let others call its functions.
        ObjectNode announcement = frame("invokefunction");
        announcement.put("invocation_id", UUID.randomUUID().toString());
        announcement.put("function_id", "engine::workers::register");
        announcement.putObject("data").put("name", FUNCTION);
        callee.send(json.writeValueAsString(announcement));
        ObjectNode frame = frame("registerfunction");
        frame.put("id", FUNCTION);
        callee.send(json.writeValueAsString(frame));
        caller.connect();
    }

    /** Returns the payload of a call as its result. */
    private void serve(JsonNode frame) {
        if (frame.path("type").asString().equals("invokefunction")) {
            ObjectNode reply = frame("invocationresult");
            reply.set("invocation_id", frame.path("invocation_id"));
            reply.set("function_id", frame.path("function_id"));
            reply.set("result", frame.path("data"));
            callee.send(json.writeValueAsString(reply));
        }
    }

    private void call() {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("sku", "sku-000123");
        order.put("quantity", 3);
        order.put("price", 19.99);
        order.putArray("tags").add("a").add("b").add("c");
        order.put("note", "x".repeat(100));
        ObjectNode frame = frame("invokefunction");
        frame.put("invocation_id", UUID.randomUUID().toString());
        frame.put("function_id", FUNCTION);
        frame.set("data", order);
        caller.send(json.writeValueAsString(frame));
    }

    private void receive(JsonNode frame) {
        if (frame.path("type").asString().equals("invocationresult")) {
            if (frame.has("error")) {
                // The engine has not read the registration yet.
                call();
            } else {
                result.countDown();
            }
        }
    }

    private static ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private interface Receiver {
        void accept(JsonNode frame);
    }

    private final class Socket extends WebSocketClient {

        private final Runnable opened;
        private final Receiver receiver;

        Socket(URI uri, Runnable opened, Receiver receiver) {
            super(uri);
            this.opened = opened;
            this.receiver = receiver;
            setTcpNoDelay(true);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            opened.run();
        }

        @Override
        public void onMessage(String message) {
            receiver.accept(json.readTree(message));
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            throw new IllegalStateException("a binary message");
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {}

        @Override
        public void onError(Exception problem) {
            System.err.println("bare client: " + problem);
        }
    }
}
