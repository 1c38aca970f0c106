package dev.iii.stub.vectors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a server answers over HTTP/1.1. */
final class HttpAnswer {

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private final InputStream in;

    private HttpAnswer(InputStream in) {
        this.in = in;
    }

    static ObjectNode read(InputStream in, String method) throws IOException {
        return new HttpAnswer(in).read(method);
    }

    private ObjectNode read(String method) throws IOException {
        int status = status();
        ObjectNode headers = headers();
        while (status == 100) {
            status = status();
            headers = headers();
        }
        boolean empty = method.equals("HEAD") || WITHOUT_BODY.contains(status);
        byte[] body = empty ? new byte[0] : body(headers);
        ObjectNode answer = Json.object().put("status", status);
        answer.set("headers", headers);
        answer.set("body", HttpBody.decode(body, headers.path("content-type").asString("")));
        return answer;
    }

    private int status() throws IOException {
        String line = line();
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP answer: '" + line + "'");
        }
        return Integer.parseInt(words[1]);
    }

    private ObjectNode headers() throws IOException {
        ObjectNode headers = Json.object();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(JsonNode headers) throws IOException {
        if (headers.path("transfer-encoding").asString("").equalsIgnoreCase("chunked")) {
            return chunks();
        }
        return headers.has("content-length")
                ? exactly(headers.path("content-length").asInt())
                : in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            line();
        }
        headers();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the answer ends after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the answer ends in the middle of a line");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
