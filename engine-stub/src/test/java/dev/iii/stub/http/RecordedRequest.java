package dev.iii.stub.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the bytes of a recorded request, and describes the responses in the same form as {@code record.py}, see the README of
 * the recordings. Used by one thread.
 */
final class RecordedRequest {

    private static final Pattern WITHOUT_BODY = Pattern.compile(".* (1..|204|304)");
    private static final Pattern ERROR_ID = Pattern.compile("(\"error_id\":\")[^\"]*");
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final RawHttp socket;
    private final boolean toHead;
    private final ArrayNode responses = FakeWorker.MAPPER.createArrayNode();

    private RecordedRequest(RawHttp socket, boolean toHead) {
        this.socket = socket;
        this.toHead = toHead;
    }

    /** Sends a request on a new connection, and returns its responses when the server has closed the connection. */
    static JsonNode send(URI base, JsonNode recorded) throws IOException {
        try (RawHttp socket = new RawHttp(base)) {
            RecordedRequest request = new RecordedRequest(socket, recorded.has("head"));
            request.send(recorded.get("send"));
            return request.responses;
        }
    }

    private void send(JsonNode parts) throws IOException {
        for (JsonNode part : parts) {
            if (part.isObject()) {
                readUpTo(part.get("await").intValue());
            } else {
                String text = part.isString()
                        ? part.stringValue()
                        : part.get(0).stringValue().repeat(part.get(1).intValue());
                try {
                    socket.send(text.getBytes(StandardCharsets.ISO_8859_1));
                } catch (SocketException e) {
                    // The server has responded and closed before it has read everything.
                    break;
                }
            }
        }
        readUpTo(Integer.MAX_VALUE);
    }

    private void readUpTo(int count) throws IOException {
        while (responses.size() < count && readResponse()) {}
    }

    private boolean readResponse() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
            int b = read();
            if (b < 0) {
                if (bytes.size() > 0) {
                    responses.addObject().put("bytes", bytes.toString(StandardCharsets.UTF_8));
                }
                return false;
            }
            bytes.write(b);
        }
        String[] lines = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
        String status = String.join(" ", List.of(lines[0].split(" ", -1)).subList(0, 2));
        Map<String, List<String>> headers = headers(lines);
        byte[] body = body(status, headers);
        if (!toHead && List.of(Integer.toString(body.length)).equals(headers.get("content-length"))) {
            headers.remove("content-length");
        }
        ObjectNode response = responses.addObject();
        response.put("status", status);
        response.set("headers", FakeWorker.MAPPER.valueToTree(headers));
        response.set("body", parsed(new String(body, StandardCharsets.UTF_8), headers));
        return true;
    }

    private static Map<String, List<String>> headers(String[] lines) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            if (!name.equals("date") && !name.equals("server")) {
                List<String> values = headers.computeIfAbsent(name, n -> new ArrayList<>());
                // The real engine lists the methods in random order.
                values.addAll(name.equals("allow") ? List.of(value.split(",", -1)) : List.of(value));
                values.sort(null);
            }
        }
        return headers;
    }

    private static JsonNode parsed(String body, Map<String, List<String>> headers) {
        if (!body.isEmpty() && List.of("application/json").equals(headers.get("content-type"))) {
            try {
                return FakeWorker.MAPPER.readTree(ERROR_ID.matcher(body).replaceAll("$1E"));
            } catch (JacksonException e) {
                return FakeWorker.MAPPER.valueToTree(body);
            }
        }
        return FakeWorker.MAPPER.valueToTree(body);
    }

    private byte[] body(String status, Map<String, List<String>> headers) throws IOException {
        if (toHead || WITHOUT_BODY.matcher(status).matches()) {
            return new byte[0];
        }
        if (headers.containsKey("content-length")) {
            return take(Integer.parseInt(headers.get("content-length").get(0)));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.containsKey("transfer-encoding")) {
            int size;
            do {
                size = Integer.parseInt(line(), 16);
                body.writeBytes(take(size));
                take(2);
            } while (size > 0);
        } else {
            for (int b = read(); b >= 0; b = read()) {
                body.write(b);
            }
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b >= 0 && b != '\n'; b = read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private byte[] take(int count) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (int b = 0; taken.size() < count && (b = read()) >= 0; ) {
            taken.write(b);
        }
        return taken.toByteArray();
    }

    /** Returns the next byte, or -1 if the server has closed the connection. */
    private int read() throws IOException {
        try {
            return socket.read();
        } catch (SocketException e) {
            return -1;
        }
    }
}
