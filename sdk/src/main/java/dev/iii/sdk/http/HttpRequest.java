package dev.iii.sdk.http;

import dev.iii.sdk.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request that an http trigger passed on (engine behaviour, section 14).
 *
 * @param method in upper case
 * @param route the pattern of the trigger, for example {@code items/:id}; the engine does not tell the path itself
 * @param pathParams by name, percent-decoded
 * @param queryParams by name, decoded; of a repeated name the last value
 * @param headers by lower-case name; of a repeated name the last value
 * @param body the body when its content type is JSON, else JSON null
 */
public record HttpRequest(
        String method,
        String route,
        Map<String, String> pathParams,
        Map<String, String> queryParams,
        Map<String, String> headers,
        Json body) {

    public HttpRequest {
        pathParams = Map.copyOf(pathParams);
        queryParams = Map.copyOf(queryParams);
        headers = Map.copyOf(headers);
    }

    /** The value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Leaves headers, parameters and body out: they may hold secrets. */
    @Override
    public String toString() {
        return "HttpRequest[" + method + " " + route + "]";
    }
}
