package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.http.Fields;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection to a port with access control, as the payload of its auth function. The function returns an {@link
 * AuthDecision}, or throws to refuse the connection (engine behaviour, section 19). Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("auth::workers", AuthRequest.class, (request, call) -> {
 *     User user = users.of(request.header("authorization").orElseThrow(() -> AuthDecision.refuse("no token")));
 *     return AuthDecision.accept().grant("orders", "svc::*").context(user);
 * });
 * }</pre>
 *
 * @param headers the headers of the connection, with names in lower case
 * @param query the query parameters of the address, decoded
 * @param ipAddress the IP address of the client
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.AuthReader.class)
public record AuthRequest(Map<String, String> headers, Map<String, List<String>> query, String ipAddress)
        implements JsonConvertible {

    /** Copies the headers and the query. */
    public AuthRequest {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** Returns a header, regardless of the case of its name; empty if the connection does not have it. */
    public Optional<String> header(String name) {
        return Fields.header(headers, name);
    }

    /** Returns the first value of a query parameter; empty if the address does not have it. */
    public Optional<String> parameter(String name) {
        return Fields.first(query, name);
    }

    /** Returns the IP address and the names of the headers and parameters without their values, which may be secrets. */
    @Override
    public String toString() {
        return "AuthRequest[headers " + headers.keySet() + ", query " + query.keySet() + ", from " + ipAddress + "]";
    }

    @Override
    public Json toJson() {
        return RequestWriters.auth(this);
    }
}
