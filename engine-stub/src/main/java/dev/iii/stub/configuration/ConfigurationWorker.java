package dev.iii.stub.configuration;

import dev.iii.protocol.RawJson;
import dev.iii.stub.configuration.ConfigurationEvent.Kind;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.call.TraceContext;
import dev.iii.stub.core.environment.BoundedLogger;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import dev.iii.stub.setup.Adapters;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerSetup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The engine worker {@code configuration}. All values are kept in memory. */
public final class ConfigurationWorker implements EngineWorker {

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION =
            EngineWorkerDefinition.mandatory("configuration", ConfigurationWorker::create);

    private static final long MAX_TTL_SECONDS = Duration.ofDays(365).toSeconds();

    private static final Logger log = BoundedLogger.of(ConfigurationWorker.class);

    private static final Field ID = Field.string("id").describedAs("The id of the configuration.");
    private static final Field NAME = Field.string("name").describedAs("The human-readable name.");
    private static final Field DESCRIPTION =
            Field.string("description").describedAs("The purpose of the configuration.");
    private static final Field SCHEMA = Field.json("schema").describedAs("The JSON Schema of its values.");
    private static final Field METADATA =
            Field.json("metadata").optional().describedAs("Metadata that is stored with the value.");

    private static final Struct REGISTER = Struct.of(
            "ConfigurationRegisterInput",
            Field.string("id").describedAs("The id of the configuration: 1 to 64 of the characters a-z, 0-9, - and _."),
            NAME,
            DESCRIPTION,
            SCHEMA,
            Field.json("initial_value").optional().describedAs("The value; replaces an existing value."),
            METADATA);
    private static final Struct SET = Struct.of(
            "ConfigurationSetInput", ID, Field.json("value").describedAs("The value; may contain placeholders."));
    private static final Struct GET = Struct.of(
            "ConfigurationGetInput",
            ID,
            Field.flag("raw").orElse("false").describedAs("If true, placeholders are returned unexpanded."));
    private static final Struct LIST = Struct.of("ConfigurationListInput");
    private static final Struct VIEW = Struct.of("ConfigurationSchemaInput", ID);

    private static final Struct ENTRY = Struct.of(
            "ConfigurationEntry",
            ID,
            NAME,
            DESCRIPTION,
            SCHEMA.optional(),
            Field.json("value").optional(),
            METADATA);
    private static final Struct SCHEMA_VIEW =
            Struct.of("ConfigurationSchemaView", ID, NAME, DESCRIPTION, SCHEMA, METADATA);
    private static final Struct SET_RESULT =
            Struct.of("ConfigurationSetResult", Field.json("old_value").optional(), Field.json("new_value"));
    private static final Struct GET_RESULT = Struct.of("ConfigurationGetResult", ID, Field.json("value"));
    private static final Struct LIST_RESULT = Struct.of(
            "ConfigurationListResult", Field.list("configurations", Field.struct("configuration", SCHEMA_VIEW)));

    private static final Pattern VALID_ID = Pattern.compile("[a-z0-9_-]{1,64}");

    /** The entry before and after a change. */
    private record Stored(@Nullable Entry before, Entry now) {}

    private final ConfigurationOptions options;
    private final Placeholders placeholders;
    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    /** Held while an entry is changed. Reading needs no lock. */
    private final ReentrantLock changing = new ReentrantLock();

    private @Nullable ConfigurationTriggers triggers;

    /** Creates a worker without entries. */
    public ConfigurationWorker(ConfigurationOptions options) {
        this.options = options;
        this.placeholders = new Placeholders(options.environment(), options.version());
    }

    private static EngineWorker create(EngineWorkerSetup setup) {
        Adapters.warnAlways(setup.config(), "fs", "configurations are kept in memory only");
        Duration timeToLive = Duration.ofSeconds(setup.config().integer("ttl_seconds", 0, 0, MAX_TTL_SECONDS));
        return new ConfigurationWorker(new ConfigurationOptions(
                timeToLive, setup.shared().environment(), setup.shared().version()));
    }

    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public String description() {
        return "Values that are checked against a schema, with triggers on their changes.";
    }

    @Override
    public void install(Installer installer) {
        ConfigurationTriggers made = new ConfigurationTriggers(installer.engine(), options.timeToLive(), this::expire);
        triggers = made;
        installer.triggerType(
                new TriggerTypeSpec(
                        "configuration",
                        "A configuration was registered, updated or deleted",
                        ConfigurationTriggers.CONFIG.schema(),
                        ConfigurationEvent.SHAPE.schema()),
                made);
        installer.function(
                FunctionSpec.of("configuration::register", "Registers a configuration with its schema")
                        .takes(REGISTER)
                        .gives(ENTRY.schema()),
                call -> register(call, made));
        installer.function(
                FunctionSpec.of("configuration::set", "Replaces the value of a configuration")
                        .takes(SET)
                        .gives(SET_RESULT.schema()),
                call -> set(call, made));
        installer.function(
                FunctionSpec.of("configuration::get", "Reads the value of a configuration")
                        .takes(GET)
                        .gives(GET_RESULT.schema()),
                this::get);
        installer.function(
                FunctionSpec.of("configuration::list", "Describes all configurations")
                        .takes(LIST)
                        .gives(LIST_RESULT.schema()),
                this::list);
        installer.function(
                FunctionSpec.of("configuration::schema", "Describes a configuration")
                        .takes(VIEW)
                        .gives(SCHEMA_VIEW.schema()),
                this::schema);
    }

    // ---------------------------------------------------------------- changing

    private Outcome register(Invocation call, ConfigurationTriggers watchers) {
        Fields in = REGISTER.read(call.payload());
        String id = validId(in.string("id"));
        RawJson schema = JsonText.detached(in.raw("schema"));
        RawJson initial = in.optional("initial_value");
        if (initial != null) {
            check(initial, schema);
        }
        RawJson metadata = in.optional("metadata");
        Stored stored = change(id, before -> {
            RawJson kept = before == null ? RawJson.NULL : before.value();
            return new Entry(
                    id,
                    in.string("name"),
                    in.string("description"),
                    schema,
                    initial == null ? kept : JsonText.detached(initial),
                    metadata == null ? null : JsonText.detached(metadata));
        });
        Kind kind = stored.before() == null ? Kind.REGISTERED : Kind.UPDATED;
        call.afterAnswer(() -> watchers.fire(event(kind, stored), call.trace()));
        return Outcome.value(stored.now().toJson());
    }

    private Outcome set(Invocation call, ConfigurationTriggers watchers) {
        Fields in = SET.read(call.payload());
        String id = validId(in.string("id"));
        RawJson value = in.raw("value");
        Stored stored = change(id, before -> {
            if (before == null) {
                throw new InvocationFailed(
                        "NOT_REGISTERED",
                        "configuration '" + id + "' is not registered; call configuration::register first");
            }
            if (before.schema().isNull()) {
                throw new InvocationFailed(
                        "SCHEMA_UNAVAILABLE",
                        "configuration '" + id
                                + "' has no schema available yet; the owning worker must register before values can be"
                                + " set");
            }
            check(value, before.schema());
            return before.withValue(JsonText.detached(value));
        });
        call.afterAnswer(() -> watchers.fire(event(Kind.UPDATED, stored), call.trace()));
        return Outcome.value(new ObjectWriter()
                .put("old_value", valueOf(stored.before()))
                .put("new_value", stored.now().value())
                .end());
    }

    private interface EntryChange {
        Entry of(@Nullable Entry before);
    }

    private Stored change(String id, EntryChange change) {
        changing.lock();
        try {
            Entry before = entries.get(id);
            Entry now = change.of(before);
            entries.put(id, now);
            return new Stored(before, now);
        } finally {
            changing.unlock();
        }
    }

    private void expire(String id) {
        Entry gone;
        changing.lock();
        try {
            gone = entries.remove(id);
        } finally {
            changing.unlock();
        }
        ConfigurationTriggers watchers = triggers;
        if (gone != null && watchers != null) {
            log.debug("Configuration {} was deleted because it has had no trigger for the time to live", id);
            RawJson old = placeholders.fill(gone.value()).value();
            watchers.fire(new ConfigurationEvent(Kind.DELETED, gone, old, RawJson.NULL), TraceContext.NONE);
        }
    }

    private ConfigurationEvent event(Kind kind, Stored stored) {
        return new ConfigurationEvent(
                kind,
                stored.now(),
                placeholders.fill(valueOf(stored.before())).value(),
                placeholders.fill(stored.now().value()).value());
    }

    private static RawJson valueOf(@Nullable Entry entry) {
        return entry == null ? RawJson.NULL : entry.value();
    }

    private static String validId(String id) {
        if (!VALID_ID.matcher(id).matches()) {
            throw new InvocationFailed(
                    "INVALID_ID", "invalid configuration id '" + id + "': must match [a-z0-9_-]{1,64}");
        }
        return id;
    }

    /**
     * Validates a value, unless one of its placeholders has no value yet. Such a value is validated when it is read.
     */
    private void check(RawJson value, RawJson schema) {
        Placeholders.Filled filled = placeholders.fill(value);
        if (filled.missing().isEmpty()) {
            requireFit(filled.value(), schema);
        }
    }

    private static void requireFit(RawJson value, RawJson schema) {
        List<String> problems = SchemaCheck.problems(value, schema);
        if (!problems.isEmpty()) {
            throw new InvocationFailed("SCHEMA_INVALID", "schema validation failed: " + String.join("; ", problems));
        }
    }

    // ---------------------------------------------------------------- reading

    private Outcome get(Invocation call) {
        Fields in = GET.read(call.payload());
        Entry entry = require(in.string("id"));
        RawJson value = entry.value();
        if (!in.flag("raw", false)) {
            Placeholders.Filled filled = placeholders.fill(value);
            if (!filled.missing().isEmpty()) {
                throw new InvocationFailed(
                        "EXPAND_FAILED",
                        "configuration '" + entry.id()
                                + "' references unset environment variable(s) with no default: "
                                + String.join(", ", filled.missing()));
            }
            value = filled.value();
            if (!entry.schema().isNull()) {
                requireFit(value, entry.schema());
            }
        }
        return Outcome.value(
                new ObjectWriter().put("id", entry.id()).put("value", value).end());
    }

    private Outcome list(Invocation call) {
        LIST.read(call.payload());
        return Outcome.value(new ObjectWriter()
                .put(
                        "configurations",
                        entries.values().stream().map(Entry::view).toList())
                .end());
    }

    private Outcome schema(Invocation call) {
        return Outcome.value(require(VIEW.read(call.payload()).string("id")).view());
    }

    private Entry require(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new InvocationFailed("NOT_FOUND", "configuration '" + id + "' not found");
        }
        return entry;
    }
}
