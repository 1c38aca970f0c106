package dev.iii.sdk.configuration;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.jackson.Schemas;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A configuration to be registered. Immutable: every setter returns a copy. */
public final class ConfigurationDefinition {

    private final String id;
    private final Json schema;
    private final String name;
    private final String description;
    private final @Nullable Object initialValue;
    private final @Nullable Object metadata;

    private ConfigurationDefinition(
            String id,
            Json schema,
            String name,
            String description,
            @Nullable Object initialValue,
            @Nullable Object metadata) {
        this.id = id;
        this.schema = schema;
        this.name = name;
        this.description = description;
        this.initialValue = initialValue;
        this.metadata = metadata;
    }

    /**
     * Creates a configuration whose values have a Java type. The schema is inferred from the type.
     *
     * @param id the id: 1 to 64 lower-case letters, digits, {@code _} and {@code -}; the engine refuses others
     * @throws IllegalArgumentException if the id is {@code null} or blank
     */
    public static ConfigurationDefinition of(String id, Class<?> valueType) {
        Arguments.notBlank(id, "configuration id");
        return of(id, Schemas.of(Arguments.notNull(valueType, "value type")));
    }

    /** Creates a configuration whose values fit a JSON Schema. Otherwise like {@link #of(String, Class)}. */
    public static ConfigurationDefinition of(String id, Json schema) {
        return new ConfigurationDefinition(
                Arguments.notBlank(id, "configuration id"), Arguments.notNull(schema, "schema"), id, "", null, null);
    }

    /** Sets a name for humans. Default: the id. */
    public ConfigurationDefinition name(String text) {
        return new ConfigurationDefinition(
                id, schema, Arguments.notBlank(text, "name"), description, initialValue, metadata);
    }

    /** Sets a description for humans. Default: an empty string. */
    public ConfigurationDefinition description(String text) {
        return new ConfigurationDefinition(
                id, schema, name, Arguments.notNull(text, "description"), initialValue, metadata);
    }

    /** Sets the value that is used if the configuration does not have a value yet. Default: none. */
    public ConfigurationDefinition initialValue(Object value) {
        return new ConfigurationDefinition(
                id, schema, name, description, Arguments.notNull(value, "initial value"), metadata);
    }

    /** Sets a value that the engine stores with the configuration. Default: none. */
    public ConfigurationDefinition metadata(Object value) {
        return new ConfigurationDefinition(
                id, schema, name, description, initialValue, Arguments.notNull(value, "metadata"));
    }

    /** Returns the id of the configuration. */
    public String id() {
        return id;
    }

    /** Returns {@code true} if an initial value is set. */
    public boolean hasInitialValue() {
        return initialValue != null;
    }

    /**
     * Returns the payload of {@code configuration::register}.
     *
     * @param writer writes the values, for example {@code worker::json}
     * @param withInitialValue {@code true} if the payload contains the initial value, which replaces an existing value
     */
    public Json toJson(Function<@Nullable Object, Json> writer, boolean withInitialValue) {
        Arguments.notNull(writer, "writer");
        JsonObject object = new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("description", description)
                .put("schema", schema);
        if (withInitialValue && initialValue != null) {
            object.put("initial_value", writer.apply(initialValue));
        }
        if (metadata != null) {
            object.put("metadata", writer.apply(metadata));
        }
        return object.toJson();
    }

    @Override
    public String toString() {
        return "ConfigurationDefinition[" + id + "]";
    }
}
