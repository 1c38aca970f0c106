package dev.iii.sdk.stream;

import dev.iii.sdk.internal.http.Fields;
import dev.iii.sdk.json.ReadBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody connects to the stream port: the payload of the function that its configuration names as
 * {@code auth_function}, in {@code default} (engine behaviour, section 11). What the function answers is the context of
 * every {@code stream:join} and {@code stream:leave} of the connection. Immutable.
 *
 * <pre>{@code
 * worker.registerFunction("auth::streams", StreamAuthRequest.class, (request, call) ->
 *         request.context(users.of(request.parameter("token").orElse(""))));
 * }</pre>
 *
 * <p>It cannot refuse: when it throws, the connection is made without a context. Refusing is up to functions that are bound to
 * a {@link dev.iii.sdk.trigger.StreamJoinTrigger}; without one, everybody may look at everything.
 *
 * @param headers the headers of the connection, names in lower case
 * @param query the parameters of its address, decoded
 * @param path the path of its address
 * @param address where it comes from, host and port
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(StreamReaders.AuthRequests.class)
public record StreamAuthRequest(
        Map<String, String> headers, Map<String, List<String>> query, String path, String address) {

    /** Keeps copies of the headers and query. */
    public StreamAuthRequest {
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

    /** The answer: what is known of the one who connects. */
    public StreamContext context(@Nullable Object value) {
        return StreamContext.of(value);
    }

    /** Names only: the values are secrets. */
    @Override
    public String toString() {
        return "StreamAuthRequest[headers " + headers.keySet() + ", query " + query.keySet() + ", from " + address
                + "]";
    }
}
