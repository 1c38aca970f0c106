package dev.iii.sdk.configuration;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.jackson.Schemas;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A configuration that is to be registered. Immutable. */
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

    /** A configuration whose values are of this type; their schema is inferred from it. */
    public static ConfigurationDefinition of(String id, Class<?> valueType) {
        Arguments.notBlank(id, "configuration id");
        return of(
                id,
                Json.parse(
                        Schemas.of(Arguments.notNull(valueType, "value type")).text()));
    }

    /** A configuration whose values fit this JSON Schema. */
    public static ConfigurationDefinition of(String id, Json schema) {
        return new ConfigurationDefinition(
                Arguments.notBlank(id, "configuration id"), Arguments.notNull(schema, "schema"), id, "", null, null);
    }

    /** A name for people; the id when it is not set. */
    public ConfigurationDefinition name(String text) {
        return new ConfigurationDefinition(
                id, schema, Arguments.notBlank(text, "name"), description, initialValue, metadata);
    }

    /** A text for people. */
    public ConfigurationDefinition description(String text) {
        return new ConfigurationDefinition(
                id, schema, name, Arguments.notNull(text, "description"), initialValue, metadata);
    }

    /** The value to begin with, when there is none yet. */
    public ConfigurationDefinition initially(Object value) {
        return new ConfigurationDefinition(
                id, schema, name, description, Arguments.notNull(value, "initial value"), metadata);
    }

    /** Any value, kept beside it. */
    public ConfigurationDefinition metadata(Object value) {
        return new ConfigurationDefinition(
                id, schema, name, description, initialValue, Arguments.notNull(value, "metadata"));
    }

    /** Returns the id of the configuration. */
    public String id() {
        return id;
    }

    /** Returns {@code true} if it has an initial value. */
    public boolean hasInitialValue() {
        return initialValue != null;
    }

    /**
     * Returns the payload of {@code configuration::register}.
     *
     * @param writer writes the values, for example {@code worker::json}
     * @param withInitialValue whether the payload contains the initial value; the engine replaces an existing value with it
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
