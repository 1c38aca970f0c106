package dev.iii.sdk.discovery;

import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * A trigger and the function that it calls. The engine does not list triggers that wait for the provider of their type.
 * Immutable.
 *
 * @param id the trigger id
 * @param type the trigger type
 * @param functionId the id of the function
 * @param workerName the name of the worker that registered the trigger
 * @param config the configuration
 * @param metadata the metadata of the calls; always empty in lists
 */
public record RegisteredTrigger(
        String id, String type, String functionId, String workerName, Json config, Optional<Json> metadata) {}
