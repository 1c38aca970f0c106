package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.Map;
import java.util.Optional;

/**
 * The registration of a function over a port with access control: the payload of the function hook, whose result is created
 * by {@link #accept} or {@link #refuse} (engine behaviour, section 19). Immutable.
 *
 * @param functionId the function id without the prefix
 * @param description the description of the function
 * @param metadata the metadata of the function
 * @param namespace the namespace of the function
 * @param context the context from the result of the auth function; empty if it returned none
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.FunctionReader.class)
public record FunctionRegistrationRequest(
        String functionId,
        Optional<String> description,
        Optional<Json> metadata,
        String namespace,
        Optional<Json> context)
        implements JsonConvertible {

    /** Accepts the registration, unchanged unless the setters of the decision change it. */
    public FunctionDecision accept() {
        return new FunctionDecision(Map.of());
    }

    /** Refuses the registration. The engine drops it and does not notify the worker that sent it. */
    public FunctionDecision refuse() {
        return new FunctionDecision(null);
    }

    @Override
    public Json toJson() {
        return RequestWriters.function(this);
    }
}
