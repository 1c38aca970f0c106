package dev.iii.sdk.stream;

import dev.iii.sdk.internal.http.Fields;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the stream port, as the payload of its auth function. The engine configuration names this function as
 * {@code auth_function}; it is in the namespace {@code default} (engine behaviour, section 11). The engine passes its
 * result, the context, to the functions that are bound to {@code stream:join} and {@code stream:leave}. Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("auth::streams", StreamAuthRequest.class, (request, call) ->
 *         request.context(users.of(request.parameter("token").orElse(""))));
 * }</pre>
 *
 * <p>The auth function cannot refuse a connection: if it throws, the connection is accepted without a context. Only a
 * function that is bound to a {@link dev.iii.sdk.trigger.StreamJoinTrigger} can refuse. If no such function is bound, every
 * client can read every stream.
 *
 * @param headers the headers of the connection, with names in lower case
 * @param query the query parameters of the address, decoded
 * @param path the path of the address
 * @param clientAddress the address of the client, host and port
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(StreamReaders.AuthRequests.class)
public record StreamAuthRequest(
        Map<String, String> headers, Map<String, List<String>> query, String path, String clientAddress)
        implements JsonConvertible {

    /** Copies the headers and the query. */
    public StreamAuthRequest {
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

    /**
     * Creates the result of the auth function.
     *
     * @param value any value that can be written as JSON; {@code null} for JSON null
     */
    public StreamContext context(@Nullable Object value) {
        return StreamContext.of(value);
    }

    /** Returns the address and the names of the headers and parameters, without their values, which may be secrets. */
    @Override
    public String toString() {
        return "StreamAuthRequest[headers " + headers.keySet() + ", query " + query.keySet() + ", from " + clientAddress
                + "]";
    }

    @Override
    public Json toJson() {
        return StreamEventWriter.authRequest(this);
    }
}
