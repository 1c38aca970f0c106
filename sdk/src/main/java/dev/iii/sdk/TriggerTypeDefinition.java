package dev.iii.sdk;

import dev.iii.sdk.internal.json.JacksonCodec;
import dev.iii.sdk.internal.json.Schemas;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A trigger type of one's own (engine behaviour, section 8). Immutable.
 *
 * <p>A type is for one worker of a namespace. The engine does not refuse a second one: the last that registers the type gets
 * its triggers, the one before is not told and goes on firing at those that it knows, and when the last leaves nobody has
 * the type. {@link WorkerOptions.Builder#standby} is for functions; who stands by for a type registers it when a function
 * that belongs to it has become {@link Standing#ACTIVE}.
 *
 * @param <C> what the configuration of a trigger of this type is read as
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
        this.id = Checks.notBlank(id, "trigger type");
        this.description = Checks.notBlank(description, "description");
        this.configType = Checks.notNull(configType, "config type");
        this.configSchema = configSchema;
        this.callSchema = callSchema;
        this.namespace = namespace;
    }

    /**
     * A trigger type.
     *
     * @param id its name, for example {@code webhook}
     * @param description a text for people
     * @param configType what the configuration is read as
     */
    public static <C> TriggerTypeDefinition<C> of(String id, String description, Class<C> configType) {
        return new TriggerTypeDefinition<>(id, description, InputType.of(configType), null, null, null);
    }

    /** A trigger type whose configuration is a generic type. */
    public static <C> TriggerTypeDefinition<C> of(String id, String description, TypeRef<C> configType) {
        return new TriggerTypeDefinition<>(id, description, InputType.of(configType), null, null, null);
    }

    /** A trigger type whose configuration is read in a way of its own. */
    public static <C> TriggerTypeDefinition<C> of(String id, String description, InputType<C> configType) {
        return new TriggerTypeDefinition<>(id, description, configType, null, null, null);
    }

    /** JSON Schema of the configuration, inferred from the type that it is read as. */
    public TriggerTypeDefinition<C> inferConfigSchema() {
        Type type = configType.type();
        if (type == null) {
            throw new IllegalArgumentException(
                    "the configuration of " + id + " is read by a function; give its schema");
        }
        return configSchema(Json.of(Schemas.of(type), JacksonCodec.INSTANCE));
    }

    /** JSON Schema of what a bound function gets, inferred from a type. */
    public TriggerTypeDefinition<C> inferCallSchema(Class<?> type) {
        return callSchema(Json.of(Schemas.of(Checks.notNull(type, "call type")), JacksonCodec.INSTANCE));
    }

    /** The same for a generic type. */
    public TriggerTypeDefinition<C> inferCallSchema(TypeRef<?> type) {
        return callSchema(Json.of(Schemas.of(Checks.notNull(type, "call type").type()), JacksonCodec.INSTANCE));
    }

    /** JSON Schema of the configuration. */
    public TriggerTypeDefinition<C> configSchema(@Nullable Json schema) {
        return new TriggerTypeDefinition<>(id, description, configType, schema, callSchema, namespace);
    }

    /** JSON Schema of what a bound function gets. */
    public TriggerTypeDefinition<C> callSchema(@Nullable Json schema) {
        return new TriggerTypeDefinition<>(id, description, configType, configSchema, schema, namespace);
    }

    /** Where the type lives; the worker's own namespace when it is not set. */
    public TriggerTypeDefinition<C> namespace(String value) {
        return new TriggerTypeDefinition<>(
                id, description, configType, configSchema, callSchema, Checks.notBlank(value, "namespace"));
    }

    /** The name of the type. */
    public String id() {
        return id;
    }

    String description() {
        return description;
    }

    InputType<C> configType() {
        return configType;
    }

    @Nullable
    Json configSchema() {
        return configSchema;
    }

    @Nullable
    Json callSchema() {
        return callSchema;
    }

    @Nullable
    String namespace() {
        return namespace;
    }

    @Override
    public String toString() {
        return "TriggerTypeDefinition[" + id + "]";
    }
}
