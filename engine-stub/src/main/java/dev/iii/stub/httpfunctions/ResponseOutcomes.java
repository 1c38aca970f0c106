package dev.iii.stub.httpfunctions;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.json.CanonicalNumbers;
import dev.iii.stub.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts an HTTP response to the outcome of a call (engine behaviour, section 15). */
final class ResponseOutcomes {

    /** The maximum nesting depth of a value. The frame around it adds one level and must still be readable. */
    private static final int MAX_DEPTH = 126;

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int ERROR = 400;

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(411, "Length Required"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Payload Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Range Not Satisfiable"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(418, "I'm a teapot"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(423, "Locked"),
            Map.entry(424, "Failed Dependency"),
            Map.entry(425, "Too Early"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(451, "Unavailable For Legal Reasons"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"),
            Map.entry(506, "Variant Also Negotiates"),
            Map.entry(507, "Insufficient Storage"),
            Map.entry(508, "Loop Detected"),
            Map.entry(510, "Not Extended"),
            Map.entry(511, "Network Authentication Required"));

    private ResponseOutcomes() {}

    static Outcome outcome(int status, byte[] body) {
        if (status >= ERROR) {
            return new Outcome.Failure(error(status, body));
        }
        boolean success = status >= OK && status < REDIRECT;
        if (success && body.length == 0) {
            return Outcome.NONE;
        }
        try {
            return Outcome.value(CanonicalNumbers.parse(body, MAX_DEPTH));
        } catch (IllegalArgumentException e) {
            return success ? Outcome.failure("invalid_response", "the response is " + e.getMessage()) : Outcome.NONE;
        }
    }

    private static ErrorBody error(int status, byte[] body) {
        RawJson error = field(json(body), "error");
        if (error == null) {
            return new ErrorBody(
                    "http_error", "HTTP " + status + " " + REASONS.getOrDefault(status, "<unknown status code>"));
        }
        return new ErrorBody(text(error, "code", "http_error"), text(error, "message", "HTTP request failed"));
    }

    private static @Nullable RawJson json(byte[] body) {
        try {
            return CanonicalNumbers.parse(body, MAX_DEPTH);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(RawJson object, String name, String absent) {
        RawJson value = field(object, name);
        return value != null && JsonText.isString(value) ? JsonText.string(value) : absent;
    }

    /**
     * Returns the field of an object, or the last one if the name occurs more than once. Returns {@code null} if there
     * is none.
     */
    private static @Nullable RawJson field(@Nullable RawJson object, String name) {
        RawJson[] found = new RawJson[1];
        if (object != null) {
            object.forEachField((field, value) -> {
                if (field.equals(name)) {
                    found[0] = value;
                }
            });
        }
        return found[0];
    }
}
