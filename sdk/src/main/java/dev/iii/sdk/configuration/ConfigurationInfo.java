package dev.iii.sdk.configuration;

import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * A configuration without its value. Immutable.
 *
 * @param id the id
 * @param name the name for humans
 * @param description the description for humans
 * @param schema the JSON Schema of the values
 * @param metadata the value that was registered with the configuration
 */
public record ConfigurationInfo(String id, String name, String description, Json schema, Optional<Json> metadata) {}
