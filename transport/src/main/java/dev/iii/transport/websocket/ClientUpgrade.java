package dev.iii.transport.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.jspecify.annotations.Nullable;

/** The HTTP upgrade of a client: writes the request and reads the response. Used only on the event loop of the connection. */
final class ClientUpgrade {

    private static final List<String> ESSENTIAL = List.of("upgrade", "connection", "sec-websocket-accept");

    private final WebSocketImpl impl;
    private final GuardedDraft draft;
    private final HttpHead response = new HttpHead();

    ClientUpgrade(WebSocketImpl impl, GuardedDraft draft) {
        this.impl = impl;
        this.draft = draft;
    }

    void request(String resource, String host, Map<String, String> headers, Consumer<ByteBuffer> to)
            throws InvalidHandshakeException {
        HandshakeImpl1Client handshake = new HandshakeImpl1Client();
        handshake.setResourceDescriptor(resource);
        handshake.put("Host", host);
        headers.forEach(handshake::put);
        impl.startHandshake(handshake);
        draft.capturedHandshake().forEach(to);
    }

    /**
     * Reads the part of the response that has arrived. When the response is complete, the library opens the connection.
     *
     * @return a description of the response if it is not an upgrade, otherwise {@code null}
     */
    @Nullable
    String read(ByteBuffer in) {
        HttpHead.Status status = response.read(in);
        if (!response.mayBeHttp()) {
            return "something that is not HTTP";
        }
        if (status == HttpHead.Status.TOO_LARGE) {
            return "a head that is too large";
        }
        if (status == HttpHead.Status.INCOMPLETE) {
            return null;
        }
        int code = response.statusCode();
        if (code != 101) {
            return code < 0 ? "something that is not HTTP" : "HTTP status " + code;
        }
        Map<String, List<String>> headers = response.headers();
        if (headers.containsKey("sec-websocket-extensions") || headers.containsKey("sec-websocket-protocol")) {
            return "an extension or a subprotocol that was not requested";
        }
        impl.decode(ByteBuffer.wrap(essential(headers)));
        return impl.isOpen() ? null : "something that is not a WebSocket handshake";
    }

    /** Returns only what the WebSocket protocol needs: the library logs what it decodes, and other headers may hold secrets. */
    private static byte[] essential(Map<String, List<String>> headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        for (String name : ESSENTIAL) {
            List<String> values = headers.get(name);
            if (values != null) {
                head.append(name).append(": ").append(String.join(", ", values)).append("\r\n");
            }
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
