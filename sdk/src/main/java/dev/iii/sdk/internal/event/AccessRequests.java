package dev.iii.sdk.internal.event;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.rbac.AuthRequest;
import dev.iii.sdk.rbac.FunctionRegistrationRequest;
import dev.iii.sdk.rbac.MiddlewareRequest;
import dev.iii.sdk.rbac.TriggerRegistrationRequest;
import dev.iii.sdk.rbac.TriggerTypeRegistrationRequest;
import dev.iii.sdk.stream.StreamAuthRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what a port with access control asks. */
final class AccessRequests {

    private AccessRequests() {}

    static AuthRequest auth(Json payload) {
        JsonFields fields = JsonFields.of(payload, "what an auth function is asked");
        return new AuthRequest(headers(fields), query(fields), fields.text("ip_address", ""));
    }

    static StreamAuthRequest streamAuth(Json payload) {
        JsonFields fields = JsonFields.of(payload, "what the auth function of the stream port is asked");
        return new StreamAuthRequest(headers(fields), query(fields), fields.text("path", "/"), fields.text("addr", ""));
    }

    private static Map<String, String> headers(JsonFields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        fields.texts("headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    /** They come as they stand in the address. */
    private static Map<String, List<String>> query(JsonFields fields) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        fields.map("query_params")
                .forEach((name, values) -> query.put(
                        decoded(name),
                        JsonFields.list(values, value -> value.as(String.class)).stream()
                                .map(AccessRequests::decoded)
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

    static FunctionRegistrationRequest function(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the registration of a function");
        return new FunctionRegistrationRequest(
                fields.text("function_id"),
                Optional.ofNullable(fields.textOrNull("description")),
                Optional.ofNullable(fields.jsonOrNull("metadata")),
                fields.text("namespace", "default"),
                context(fields));
    }

    static TriggerRegistrationRequest trigger(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the registration of a trigger");
        return new TriggerRegistrationRequest(
                fields.text("trigger_id"),
                fields.text("trigger_type"),
                fields.text("function_id"),
                fields.json("config"),
                Optional.ofNullable(fields.jsonOrNull("metadata")),
                fields.text("namespace", "default"),
                context(fields));
    }

    static TriggerTypeRegistrationRequest triggerType(Json payload) {
        JsonFields fields = JsonFields.of(payload, "the registration of a trigger type");
        return new TriggerTypeRegistrationRequest(
                fields.text("trigger_type_id"), Optional.ofNullable(fields.textOrNull("description")), context(fields));
    }

    static MiddlewareRequest middleware(Json payload) {
        JsonFields fields = JsonFields.of(payload, "a call that goes through the middleware");
        return new MiddlewareRequest(
                fields.text("function_id"),
                fields.json("payload"),
                Optional.ofNullable(fields.jsonOrNull("action")),
                context(fields),
                fields.text("namespace", "default"));
    }

    private static Optional<Json> context(JsonFields fields) {
        return Optional.ofNullable(fields.jsonOrNull("context"));
    }
}
