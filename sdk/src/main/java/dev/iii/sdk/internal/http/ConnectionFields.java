package dev.iii.sdk.internal.http;

import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads and writes the headers and the query parameters of a connection that the engine asks this worker to accept. */
public final class ConnectionFields {

    private ConnectionFields() {}

    /** Returns the headers with names in lower case. */
    public static Map<String, String> headers(JsonFields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.strings("headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    /** Returns the decoded query parameters. The engine sends them undecoded. */
    public static Map<String, List<String>> query(JsonFields fields) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        fields.map("query_params")
                .forEach((name, values) -> query.put(
                        decoded(name),
                        JsonFields.list(values, value -> value.as(String.class)).stream()
                                .map(ConnectionFields::decoded)
                                .toList()));
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Returns an object with the headers and the query parameters, which are encoded again. */
    public static JsonObject write(Map<String, String> headers, Map<String, List<String>> query) {
        Map<String, Json> written = new LinkedHashMap<>();
        headers.forEach((name, value) -> written.put(name, Json.of(value)));
        Map<String, Json> parameters = new LinkedHashMap<>();
        query.forEach((name, values) -> parameters.put(
                encoded(name),
                Json.array(values.stream().map(value -> Json.of(encoded(value))).toList())));
        return new JsonObject().put("headers", Json.object(written)).put("query_params", Json.object(parameters));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
