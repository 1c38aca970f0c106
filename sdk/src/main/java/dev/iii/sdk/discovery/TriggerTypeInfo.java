package dev.iii.sdk.discovery;

import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A trigger type that the engine or a worker provides. Immutable.
 *
 * @param id the name, for example {@code http}
 * @param namespace the namespace of the type
 * @param workerName the name of the provider
 * @param description the description for humans
 * @param configSchema the JSON Schema of the configuration; always empty in lists
 * @param requestSchema the JSON Schema of the payload of the calls; always empty in lists
 * @param instances the number of triggers of this type; always empty in lists
 */
public record TriggerTypeInfo(
        String id,
        String namespace,
        String workerName,
        String description,
        Optional<Json> configSchema,
        Optional<Json> requestSchema,
        OptionalLong instances) {}
