package dev.iii.stub.http;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.json.ObjectWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A complete HTTP response. Immutable. The bytes of the body must not be changed. */
final class HttpResponse {

    /** A header of a response. */
    record Header(String name, String value) {}

    static final String JSON = "application/json";
    static final Header JSON_TYPE = new Header("content-type", JSON);

    private static final byte[] NO_BODY = new byte[0];

    static final int OK = 200;
    static final int CONDITION_NOT_MET = 422;
    static final int FAILED = 500;
    static final int TOO_LATE = 504;

    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    /**
     * Creates a response.
     *
     * @param status the HTTP status
     * @param headers the headers, in order; a name may occur more than once
     * @param body the bytes of the body
     */
    HttpResponse(int status, List<Header> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Creates a response without a body. */
    static HttpResponse empty(int status, Header... headers) {
        return new HttpResponse(status, List.of(headers), NO_BODY);
    }

    /** Creates a response with a JSON body. */
    static HttpResponse json(int status, byte[] json) {
        return new HttpResponse(status, List.of(JSON_TYPE), json);
    }

    /** Creates the response for a path without a route. */
    static HttpResponse notFound() {
        return json(404, error("NOT_FOUND", "Not Found", null, false));
    }

    /** Creates the response for a request that the route's condition rejected. */
    static HttpResponse conditionNotMet() {
        return json(CONDITION_NOT_MET, error("CONDITION_NOT_MET", "Request condition not met", null, true));
    }

    /** Creates the response for a function that failed. */
    static HttpResponse failed(ErrorBody error, String errorId) {
        return json(FAILED, error(error.code(), error.message(), errorId, false));
    }

    /** Creates the response for a JSON body that does not fit into one message to the worker. */
    static HttpResponse tooLarge(long maxBytes) {
        String message = "A JSON body may have " + maxBytes
                + " bytes at most; send another content type, and the function can read it from its channel";
        return json(413, error("BODY_TOO_LARGE", message, null, false));
    }

    private static byte[] error(String code, String message, @Nullable String errorId, boolean skipped) {
        RawJson body = new ObjectWriter()
                .put("code", code)
                .put("message", message)
                .putIfThere("error_id", errorId)
                .end();
        ObjectWriter out = new ObjectWriter().put("error", body);
        if (skipped) {
            out.put("skipped", true);
        }
        return out.end().toByteArray();
    }

    /** Returns JSON without white space between its tokens. */
    static byte[] compact(RawJson json) {
        byte[] from = json.array();
        byte[] to = new byte[json.length()];
        int length = 0;
        boolean inString = false;
        int end = json.offset() + json.length();
        for (int i = json.offset(); i < end; i++) {
            byte c = from[i];
            if (inString && c == '\\') {
                to[length++] = c;
                i++;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && c >= 0 && c <= ' ') {
                continue;
            }
            to[length++] = from[i];
        }
        return length == to.length ? to : Arrays.copyOf(to, length);
    }
}
