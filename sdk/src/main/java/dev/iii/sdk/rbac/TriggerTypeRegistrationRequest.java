package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.Map;
import java.util.Optional;

/**
 * The registration of a trigger type over a port with access control: the payload of the trigger type hook, whose result is
 * created by {@link #accept} or {@link #refuse} (engine behaviour, section 19). Immutable.
 *
 * @param triggerTypeId the name of the trigger type
 * @param description the description of the trigger type
 * @param context the context from the result of the auth function; empty if it returned none
 */
@SuppressWarnings("exports") // the reader is not for users
@ReadBy(RequestReaders.TriggerTypeReader.class)
public record TriggerTypeRegistrationRequest(String triggerTypeId, Optional<String> description, Optional<Json> context)
        implements JsonConvertible {

    /** Accepts the registration, unchanged unless the setters of the decision change it. */
    public TriggerTypeDecision accept() {
        return new TriggerTypeDecision(Map.of());
    }

    /** Refuses the registration. The engine drops it and does not notify the worker that sent it. */
    public TriggerTypeDecision refuse() {
        return new TriggerTypeDecision(null);
    }

    @Override
    public Json toJson() {
        return RequestWriters.triggerType(this);
    }
}
