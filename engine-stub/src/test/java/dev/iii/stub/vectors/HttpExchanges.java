package dev.iii.stub.vectors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HTTP/1.1 on a plain socket, one request for each connection: paths and headers go out as they are written, which no
 * client library leaves alone.
 */
final class HttpExchanges {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private HttpExchanges() {}

    /** The answer: status, headers with names in lower case, body. */
    static ObjectNode ask(URI base, JsonNode request, Duration wait) {
        int millis = (int) wait.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            String method = request.path("method").asString("GET");
            try {
                write(socket.getOutputStream(), base, method, request);
            } catch (IOException early) {
                // A server may refuse before it has read everything; its answer counts.
            }
            return HttpAnswer.read(new BufferedInputStream(socket.getInputStream()), method);
        } catch (IOException e) {
            throw new Mismatch("expected an HTTP answer, got " + e, e);
        }
    }

    private static void write(OutputStream out, URI base, String method, JsonNode request) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("host", base.getHost() + ":" + base.getPort());
        headers.put("accept-encoding", "identity");
        request.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        byte[] body = body(request, method, headers);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(request.path("path").asString());
        head.append(" HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        message.writeTo(out);
        out.flush();
    }

    private static byte[] body(JsonNode request, String method, Map<String, String> headers) {
        if (request.has("chunks")) {
            headers.putIfAbsent("transfer-encoding", "chunked");
            return chunked(request.path("chunks"));
        }
        JsonNode body = request.path("body");
        String text = "";
        if (body.isString()) {
            text = body.stringValue();
        } else if (!body.isNull() && !body.isMissingNode()) {
            headers.putIfAbsent("content-type", "application/json");
            text = Json.text(body);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 || WITH_BODY.contains(method)) {
            headers.putIfAbsent("content-length", String.valueOf(bytes.length));
        }
        return bytes;
    }

    private static byte[] chunked(JsonNode chunks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode chunk : chunks) {
            byte[] piece = chunk.asString().getBytes(StandardCharsets.UTF_8);
            if (piece.length > 0) {
                bytes.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                bytes.writeBytes(piece);
                bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
