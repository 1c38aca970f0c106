package dev.iii.sdk.configuration;

import dev.iii.sdk.json.Json;
import java.util.Optional;

/**
 * A configuration without its value. Immutable.
 *
 * @param id its id
 * @param name its name for people
 * @param description a text for people
 * @param schema the JSON Schema of its values
 * @param metadata what was registered with it
 */
public record ConfigurationInfo(String id, String name, String description, Json schema, Optional<Json> metadata) {}
