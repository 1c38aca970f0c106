package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.http.Fields;
import dev.iii.sdk.json.ReadBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody connects to a port with access control: the payload of its auth function, which answers with an
 * {@link AuthDecision}, or throws to refuse (engine behaviour, section 19). Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("auth::workers", AuthRequest.class, (request, call) -> {
 *     User user = users.of(request.header("authorization").orElseThrow(() -> AuthDecision.refuse("no token")));
 *     return AuthDecision.accept().grant("orders", "svc::*").context(user);
 * });
 * }</pre>
 *
 * @param headers the headers of the connection, names in lower case
 * @param query the parameters of its address, decoded
 * @param ipAddress where it comes from
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.AuthReader.class)
public record AuthRequest(Map<String, String> headers, Map<String, List<String>> query, String ipAddress) {

    /** Keeps copies of the headers and query. */
    public AuthRequest {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** A header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Fields.header(headers, name);
    }

    /** The first value of a parameter of the address. */
    public Optional<String> parameter(String name) {
        return Fields.first(query, name);
    }

    /** Names only: the values are secrets. */
    @Override
    public String toString() {
        return "AuthRequest[headers " + headers.keySet() + ", query " + query.keySet() + ", from " + ipAddress + "]";
    }
}
