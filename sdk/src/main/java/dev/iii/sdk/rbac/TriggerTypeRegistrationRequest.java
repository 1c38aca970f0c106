package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ReadBy;
import java.util.Map;
import java.util.Optional;

/**
 * A worker on a port with access control registers a trigger type: the payload of the hook that is asked, which answers
 * {@link #accept} or {@link #refuse} (engine behaviour, section 19). Immutable.
 *
 * @param triggerTypeId its name
 * @param description a text for people
 * @param context what the auth function said of the connection
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.TriggerTypeReader.class)
public record TriggerTypeRegistrationRequest(
        String triggerTypeId, Optional<String> description, Optional<Json> context) {

    /** The registration is taken, as it is or changed. */
    public TriggerTypeDecision accept() {
        return new TriggerTypeDecision(Map.of());
    }

    /** The registration is dropped; the worker that wants it is not told. */
    public TriggerTypeDecision refuse() {
        return new TriggerTypeDecision(null);
    }
}
