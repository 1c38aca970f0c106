package dev.iii.sdk;

import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.jackson.Schemas;
import dev.iii.sdk.json.InputType;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A custom trigger type and its settings (engine behaviour, section 8). Immutable: every setter returns a copy.
 *
 * <p>A type should be provided by one worker of a namespace. The engine does not refuse a second provider: the last worker
 * that registers the type gets its triggers. The previous one is not notified and continues to call the functions that it
 * knows, and when the last provider leaves, no worker provides the type. {@link WorkerOptions.Builder#standby} applies to
 * functions only. To stand by for a type, register it when a function that belongs to it has become {@link
 * RegistrationStatus#ACTIVE}.
 *
 * @param <C> the type of a trigger's configuration
 */
public final class TriggerTypeDefinition<C> {

    private final String id;
    private final String description;
    private final InputType<C> configType;
    private final @Nullable Json configSchema;
    private final @Nullable Json callSchema;
    private final @Nullable String namespace;

    private TriggerTypeDefinition(
            String id,
            String description,
            InputType<C> configType,
            @Nullable Json configSchema,
            @Nullable Json callSchema,
            @Nullable String namespace) {
        this.id = Arguments.notBlank(id, "trigger type");
        this.description = Arguments.notBlank(description, "description");
        this.configType = Arguments.notNull(configType, "config type");
        this.configSchema = configSchema;
        this.callSchema = callSchema;
        this.namespace = namespace;
    }

    /**
     * Creates a trigger type.
     *
     * @param id the name of the type, for example {@code webhook}
     * @param description a description for humans
     * @param configType the type as which the configuration of a trigger is read
     */
    public static <C> TriggerTypeDefinition<C> of(String id, String description, Class<C> configType) {
        return of(id, description, InputType.of(Arguments.notNull(configType, "config type")));
    }

    /** Creates a trigger type whose configuration is read as a generic type. */
    public static <C> TriggerTypeDefinition<C> of(String id, String description, TypeRef<C> configType) {
        return of(id, description, InputType.of(Arguments.notNull(configType, "config type")));
    }

    /** Creates a trigger type whose configuration is read by its own reader. */
    public static <C> TriggerTypeDefinition<C> of(String id, String description, InputType<C> configType) {
        return new TriggerTypeDefinition<>(id, description, configType, null, null, null);
    }

    /**
     * Infers the JSON Schema of the configuration from its type.
     *
     * @throws IllegalArgumentException if the configuration is read by its own reader
     */
    public TriggerTypeDefinition<C> inferConfigSchema() {
        Type type = configType
                .type()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the configuration of " + id + " is read by its own reader; set its schema with configSchema"));
        return configSchema(schema(type));
    }

    /** Infers the JSON Schema of the payload of bound functions from a type. */
    public TriggerTypeDefinition<C> inferCallSchema(Class<?> type) {
        return callSchema(schema(Arguments.notNull(type, "call type")));
    }

    /** Infers the JSON Schema of the payload of bound functions from a generic type. */
    public TriggerTypeDefinition<C> inferCallSchema(TypeRef<?> type) {
        return callSchema(schema(Arguments.notNull(type, "call type").type()));
    }

    private static Json schema(Type type) {
        return Schemas.of(type);
    }

    /** Sets the JSON Schema of the configuration. Default: none. */
    public TriggerTypeDefinition<C> configSchema(@Nullable Json schema) {
        return new TriggerTypeDefinition<>(id, description, configType, schema, callSchema, namespace);
    }

    /** Sets the JSON Schema of the payload of bound functions. Default: none. */
    public TriggerTypeDefinition<C> callSchema(@Nullable Json schema) {
        return new TriggerTypeDefinition<>(id, description, configType, configSchema, schema, namespace);
    }

    /** Sets the namespace of the type. Default: the namespace of the worker. */
    public TriggerTypeDefinition<C> namespace(String value) {
        return new TriggerTypeDefinition<>(
                id, description, configType, configSchema, callSchema, Arguments.notBlank(value, "namespace"));
    }

    /** Returns the name of the type. */
    public String id() {
        return id;
    }

    /** Returns the description. */
    public String description() {
        return description;
    }

    /** Returns the type as which the configuration of a trigger is read. */
    public InputType<C> configType() {
        return configType;
    }

    /** Returns the JSON Schema of the configuration. */
    public Optional<Json> configSchema() {
        return Optional.ofNullable(configSchema);
    }

    /** Returns the JSON Schema of the payload of bound functions. */
    public Optional<Json> callSchema() {
        return Optional.ofNullable(callSchema);
    }

    /** Returns the namespace; empty for the namespace of the worker. */
    public Optional<String> namespace() {
        return Optional.ofNullable(namespace);
    }

    @Override
    public String toString() {
        return "TriggerTypeDefinition[" + id + "]";
    }
}
