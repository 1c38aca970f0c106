package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import java.util.Map;
import java.util.Optional;

/**
 * A worker on a port with access control registers a trigger: the payload of the hook that is asked, which answers
 * {@link #accept} or {@link #refuse} (engine behaviour, section 19). Immutable.
 *
 * @param triggerId the id
 * @param triggerType the type
 * @param functionId the function that would be called
 * @param config its configuration
 * @param metadata what its calls would carry
 * @param namespace where the function is looked up
 * @param context what the auth function said of the connection
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.TriggerReader.class)
public record TriggerRegistrationRequest(
        String triggerId,
        String triggerType,
        String functionId,
        Json config,
        Optional<Json> metadata,
        String namespace,
        Optional<Json> context) {

    /** The registration is taken, as it is or changed. */
    public TriggerDecision accept() {
        return new TriggerDecision(Map.of());
    }

    /** The registration is dropped; the worker that wants it is not told. */
    public TriggerDecision refuse() {
        return new TriggerDecision(null);
    }
}
