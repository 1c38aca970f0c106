package dev.iii.sdk.discovery;

import dev.iii.sdk.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A type of triggers that an engine or one of its workers provides. Immutable.
 *
 * @param id its name, for example {@code http}
 * @param namespace where it lives
 * @param workerName who provides it
 * @param description a text for people
 * @param configSchema JSON Schema of its configuration; lists do not tell
 * @param requestSchema JSON Schema of the payload of its calls; lists do not tell
 * @param instances how many triggers of the type there are; lists do not tell
 */
public record TriggerTypeInfo(
        String id,
        String namespace,
        String workerName,
        String description,
        Optional<Json> configSchema,
        Optional<Json> requestSchema,
        OptionalLong instances) {}
