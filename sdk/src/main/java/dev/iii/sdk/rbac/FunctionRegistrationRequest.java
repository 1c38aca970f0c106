package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import java.util.Map;
import java.util.Optional;

/**
 * A worker on a port with access control registers a function: the payload of the hook that is asked, which answers
 * {@link #accept} or {@link #refuse} (engine behaviour, section 19). Immutable.
 *
 * @param functionId the id, without the prefix
 * @param description a text for people
 * @param metadata what the worker says about it
 * @param namespace where it would live
 * @param context what the auth function said of the connection
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.FunctionReader.class)
public record FunctionRegistrationRequest(
        String functionId,
        Optional<String> description,
        Optional<Json> metadata,
        String namespace,
        Optional<Json> context) {

    /** The registration is taken, as it is or changed. */
    public FunctionDecision accept() {
        return new FunctionDecision(Map.of());
    }

    /** The registration is dropped; the worker that wants it is not told. */
    public FunctionDecision refuse() {
        return new FunctionDecision(null);
    }
}
