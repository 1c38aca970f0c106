package dev.iii.sdk.rbac;

import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import dev.iii.sdk.json.ReadBy;
import java.util.Map;
import java.util.Optional;

/**
 * The registration of a trigger over a port with access control: the payload of the trigger hook, whose result is created
 * by {@link #accept} or {@link #refuse} (engine behaviour, section 19). Immutable.
 *
 * @param triggerId the trigger id
 * @param triggerType the trigger type
 * @param functionId the id of the function that the trigger calls
 * @param config the configuration of the trigger
 * @param metadata the metadata of the calls of the trigger
 * @param namespace the namespace in which the engine looks for the function
 * @param context the context from the result of the auth function; empty if it returned none
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
        Optional<Json> context)
        implements JsonConvertible {

    /** Accepts the registration, unchanged unless the setters of the decision change it. */
    public TriggerDecision accept() {
        return new TriggerDecision(Map.of());
    }

    /** Refuses the registration. The engine drops it and does not notify the worker that sent it. */
    public TriggerDecision refuse() {
        return new TriggerDecision(null);
    }

    @Override
    public Json toJson() {
        return RequestWriters.trigger(this);
    }
}
