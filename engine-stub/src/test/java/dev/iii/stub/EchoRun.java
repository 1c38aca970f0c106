package dev.iii.stub;

import dev.iii.transport.Closing;
import dev.iii.transport.ConnectRequest;
import dev.iii.transport.Connection;
import dev.iii.transport.ConnectionListener;
import dev.iii.transport.EventLoop;
import dev.iii.transport.Lane;
import dev.iii.transport.Limits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Two workers on one engine. One returns results immediately, the other counts which of its calls got a result. */
final class EchoRun implements AutoCloseable {

    private static final int WINDOW = 512;

    private final EventLoop ownerLoop = new EventLoop("test-echo-owner");
    private final EventLoop callerLoop = new EventLoop("test-echo-caller");
    private final CompletableFuture<BitSet> done = new CompletableFuture<>();
    private final URI url;
    private final String function;
    private final int calls;

    EchoRun(URI url, String function, int calls) {
        this.calls = calls;
        this.function = function;
        this.url = url;
        ownerLoop.connect(new ConnectRequest(url, Map.of(), Limits.DEFAULT), new Owner());
    }

    /**
     * Returns the calls that got a result. The future completes when the number of results equals the number of calls.
     */
    CompletableFuture<BitSet> answered() {
        return done;
    }

    @Override
    public void close() {
        ownerLoop.close();
        callerLoop.close();
    }

    private static void send(Connection connection, String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.US_ASCII);
        connection.sendText(bytes, 0, bytes.length, Lane.DATA);
        connection.flush();
    }

    private static String idOf(String frame) {
        int at = frame.indexOf("\"invocation_id\":\"") + 17;
        return frame.substring(at, at + 36);
    }

    private abstract class End implements ConnectionListener {
        @Override
        public void onBinary(Connection connection, byte[] bytes) {
            done.completeExceptionally(new AssertionError("a binary message"));
        }

        @Override
        public void onClosed(Closing closing) {
            done.completeExceptionally(new AssertionError("closed: " + closing));
        }

        @Override
        public void onText(Connection connection, byte[] utf8) {
            onFrame(connection, new String(utf8, StandardCharsets.US_ASCII));
        }

        abstract void onFrame(Connection connection, String frame);
    }

    private final class Owner extends End {
        @Override
        public void onOpen(Connection connection) {
            send(
                    connection,
                    "{\"type\":\"invokefunction\",\"function_id\":\"engine::workers::register\",\"data\":{},"
                            + "\"action\":{\"type\":\"void\"}}");
            send(connection, "{\"type\":\"registerfunction\",\"id\":\"" + function + "\"}");
            send(connection, "{\"type\":\"ping\"}");
        }

        @Override
        void onFrame(Connection connection, String frame) {
            if (frame.contains("\"type\":\"pong\"")) {
                callerLoop.connect(new ConnectRequest(url, Map.of(), Limits.DEFAULT), new Caller());
            } else if (frame.contains("\"type\":\"invokefunction\"")) {
                send(
                        connection,
                        "{\"type\":\"invocationresult\",\"invocation_id\":\"" + idOf(frame) + "\",\"function_id\":\""
                                + function + "\",\"result\":1}");
            }
        }
    }

    private final class Caller extends End {
        private final BitSet answered = new BitSet();
        private int sent;
        private int received;

        @Override
        public void onOpen(Connection connection) {
            for (int i = 0; i < WINDOW; i++) {
                next(connection);
            }
        }

        private void next(Connection connection) {
            if (sent < calls) {
                send(
                        connection,
                        "{\"type\":\"invokefunction\",\"invocation_id\":\""
                                + String.format(Locale.ROOT, "00000000-0000-4000-8000-%012x", sent)
                                + "\",\"function_id\":\"" + function + "\",\"data\":{\"n\":" + sent + "}}");
                sent++;
            }
        }

        @Override
        void onFrame(Connection connection, String frame) {
            if (frame.contains("\"type\":\"invocationresult\"")) {
                answered.set(Integer.parseInt(idOf(frame).substring(24), 16));
                received++;
                if (received == calls) {
                    done.complete(answered);
                }
                next(connection);
            }
        }
    }
}
