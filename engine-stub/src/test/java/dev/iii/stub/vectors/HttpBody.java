package dev.iii.stub.vectors;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** How the body of a request or an answer appears in a vector. */
final class HttpBody {

    private HttpBody() {}

    /** JSON when the content type says so ({@code {"$text":…}} when it is none), else text; empty is {@code ""}. */
    static JsonNode decode(byte[] bytes, String contentType) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean json = !text.isEmpty() && contentType.contains("json");
        return json ? Json.parseOrText(text) : Json.NODES.stringNode(text);
    }
}
