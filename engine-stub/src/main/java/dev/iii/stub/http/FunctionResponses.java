package dev.iii.stub.http;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.http.HttpResponse.Header;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Converts results of functions to HTTP responses (engine behaviour, section 14). */
final class FunctionResponses {

    private static final Logger log = BoundedLogger.of(FunctionResponses.class);

    private static final int MIN_STATUS = 100;
    private static final int MIN_FINAL_STATUS = 200;
    private static final int MAX_STATUS = 999;
    private static final int MAX_STATUS_DIGITS = 3;
    private static final String CONTENT_TYPE = "content-type";
    private static final String CONNECTION = "connection";
    private static final String CLOSE = "close";

    /** Headers that frame the message. Only the server sets them, but a function may close the connection. */
    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", CONNECTION, "keep-alive", "upgrade", "trailer", "te");

    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private FunctionResponses() {}

    /**
     * Converts the result {@code {status_code, headers, body}} of a function. Missing fields get their default values;
     * a result without a {@code body} becomes a response with the body {@code {}}.
     */
    static HttpResponse of(RawJson result) {
        Map<String, RawJson> fields = new HashMap<>();
        result.forEachField(fields::put);
        int status = status(fields.get("status_code"));
        if (status < MIN_FINAL_STATUS) {
            log.warn(
                    "A function responded to an HTTP request with the invalid status {}; the client gets status 500",
                    status);
            return HttpResponse.empty(HttpResponse.FAILED);
        }
        List<Header> headers = headers(fields.get("headers"));
        RawJson body = fields.getOrDefault("body", RawJson.EMPTY_OBJECT);
        if (contentType(headers) == null) {
            headers.add(HttpResponse.JSON_TYPE);
            return new HttpResponse(status, headers, HttpResponse.compact(body));
        }
        return new HttpResponse(status, headers, asTyped(body));
    }

    private static byte[] asTyped(RawJson body) {
        if (JsonText.isString(body)) {
            return JsonText.string(body).getBytes(StandardCharsets.UTF_8);
        }
        return body.isNull() ? new byte[0] : HttpResponse.compact(body);
    }

    /**
     * Converts the {@code response} of a middleware function that responds to the request itself. {@code null} if the
     * middleware returned no {@code response}.
     */
    static HttpResponse ofMiddleware(@Nullable RawJson response) {
        Map<String, RawJson> fields = new HashMap<>();
        if (response != null) {
            response.forEachField(fields::put);
        }
        int status = status(fields.get("status_code"));
        if (status < MIN_FINAL_STATUS) {
            return HttpResponse.empty(HttpResponse.FAILED);
        }
        List<Header> headers = new ArrayList<>();
        RawJson given = fields.get("headers");
        if (given != null && given.isObject() && holdsStringsOnly(given)) {
            headers.addAll(headers(given));
        }
        if (contentType(headers) == null) {
            headers.add(HttpResponse.JSON_TYPE);
        }
        return new HttpResponse(status, headers, HttpResponse.compact(fields.getOrDefault("body", RawJson.NULL)));
    }

    private static boolean holdsStringsOnly(RawJson object) {
        boolean[] strings = {true};
        object.forEachField((name, value) -> strings[0] &= JsonText.isString(value));
        return strings[0];
    }

    /** Returns the status that a function specified, or 200 if it specified none or an invalid one. */
    static int status(@Nullable RawJson code) {
        if (code == null || JsonKind.of(code) != JsonKind.INTEGER || code.length() > MAX_STATUS_DIGITS) {
            return HttpResponse.OK;
        }
        int status = Integer.parseInt(code.text());
        return status >= MIN_STATUS && status <= MAX_STATUS ? status : HttpResponse.OK;
    }

    /** Returns the headers of a JSON object, or of a list of header lines. Invalid headers are omitted. */
    static List<Header> headers(@Nullable RawJson given) {
        List<Header> headers = new ArrayList<>();
        if (given == null) {
            return headers;
        }
        given.forEachField((name, value) -> {
            if (JsonText.isString(value)) {
                add(headers, name, JsonText.string(value));
            }
        });
        given.forEachElement(line -> {
            String text = JsonText.isString(line) ? JsonText.string(line) : "";
            int colon = text.indexOf(':');
            if (colon > 0 && !text.substring(0, colon).isBlank()) {
                add(
                        headers,
                        text.substring(0, colon).strip(),
                        text.substring(colon + 1).strip());
            }
        });
        return headers;
    }

    static void add(List<Header> headers, String name, String value) {
        if (!isToken(name) || !isHeaderValue(value)) {
            log.warn("A function responded to an HTTP request with an invalid header; the header is ignored");
        } else if (name.equalsIgnoreCase(CONNECTION) && value.strip().equalsIgnoreCase(CLOSE)) {
            headers.add(new Header(CONNECTION, CLOSE));
        } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            log.debug("Ignoring the header {} of a function's HTTP response: the engine sets this header", name);
        } else {
            headers.add(new Header(name.toLowerCase(Locale.ROOT), value));
        }
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c >= '0' && c <= '9'
                                || c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || TOKEN.indexOf(c) >= 0);
    }

    private static boolean isHeaderValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7F);
    }

    static @Nullable String contentType(List<Header> headers) {
        for (Header header : headers) {
            if (header.name().equals(CONTENT_TYPE)) {
                return header.value();
            }
        }
        return null;
    }
}
