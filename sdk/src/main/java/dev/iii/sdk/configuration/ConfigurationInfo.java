package dev.iii.sdk.configuration;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
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
public record ConfigurationInfo(String id, String name, String description, Json schema, Optional<Json> metadata) {

    static ConfigurationInfo of(Json json) {
        JsonFields fields = JsonFields.of(json, "a configuration");
        return new ConfigurationInfo(
                fields.text("id"),
                fields.text("name", ""),
                fields.text("description", ""),
                fields.json("schema"),
                Optional.ofNullable(fields.jsonOrNull("metadata")));
    }
}
