package dev.iii.sdk.discovery;

import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * A function that is bound to a trigger. Those that wait for the provider of their type are not listed by the engine.
 * Immutable.
 *
 * @param id the trigger id
 * @param type the trigger type
 * @param functionId the function
 * @param workerName who registered it
 * @param config its configuration
 * @param metadata what its calls carry beside the payload; lists do not tell
 */
public record RegisteredTrigger(
        String id, String type, String functionId, String workerName, Json config, Optional<Json> metadata) {}
