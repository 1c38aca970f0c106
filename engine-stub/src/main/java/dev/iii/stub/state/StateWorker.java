package dev.iii.stub.state;

import dev.iii.protocol.RawJson;
import dev.iii.stub.config.ConfigSection;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import dev.iii.stub.setup.Adapters;
import dev.iii.stub.setup.EngineWorkerDefinition;
import dev.iii.stub.setup.EngineWorkerSetup;
import dev.iii.stub.state.StateEvent.Kind;
import dev.iii.stub.store.KeyValueStore;
import dev.iii.stub.store.MemoryStore;
import dev.iii.stub.store.StoreJson;
import dev.iii.stub.store.UpdateOps;
import org.jspecify.annotations.Nullable;

/** The engine worker {@code iii-state}. */
public final class StateWorker implements EngineWorker {

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION =
            EngineWorkerDefinition.of("iii-state", StateWorker::create).withAlias("state");

    private static final Field SCOPE = Field.string("scope").describedAs("The name of the group of keys.");
    private static final Field KEY = Field.string("key").describedAs("The key of the value within its scope.");
    private static final Struct SET = Struct.of(
            "StateSetInput",
            SCOPE,
            KEY,
            Field.json("value").orAlso("data").describedAs("The new value; replaces an existing value."));
    private static final Struct GET = Struct.of("StateGetInput", SCOPE, KEY);
    private static final Struct DELETE = Struct.of("StateDeleteInput", SCOPE, KEY);
    private static final Struct UPDATE = Struct.of("StateUpdateInput", SCOPE, KEY, UpdateOps.field());
    private static final Struct LIST = Struct.of("StateGetGroupInput", SCOPE);
    private static final Struct LIST_GROUPS = Struct.of("StateListGroupsInput");

    private final KeyValueStore store;
    private final StateOptions options;

    /** Creates a worker that keeps its values in the given store. */
    public StateWorker(KeyValueStore store, StateOptions options) {
        this.store = store;
        this.options = options;
    }

    private static EngineWorker create(EngineWorkerSetup setup) {
        ConfigSection config = setup.config();
        Adapters.warnUnlessInMemory(config);
        config.ignore("save_interval_ms");
        StateOptions options = new StateOptions(
                config.flag("triggers_enabled", true),
                config.integer("max_value_bytes", Long.MAX_VALUE, 1, Long.MAX_VALUE));
        return new StateWorker(new MemoryStore(), options);
    }

    @Override
    public String name() {
        return "iii-state";
    }

    @Override
    public String description() {
        return "Values by scope and key, with triggers on their changes.";
    }

    @Override
    public void install(Installer installer) {
        StateTriggers triggers = new StateTriggers(installer.engine(), options.triggersEnabled());
        installer.triggerType(
                new TriggerTypeSpec(
                        "state", "A value was created, updated or deleted", StateTriggers.CONFIG.schema(), null),
                triggers);
        installer.function(FunctionSpec.of("state::set", "Stores a value").takes(SET), call -> set(call, triggers));
        installer.function(FunctionSpec.of("state::get", "Reads a value").takes(GET), this::get);
        installer.function(
                FunctionSpec.of("state::delete", "Removes a value").takes(DELETE), call -> delete(call, triggers));
        installer.function(
                FunctionSpec.of("state::update", "Changes a value in one step").takes(UPDATE),
                call -> update(call, triggers));
        installer.function(
                FunctionSpec.of("state::list", "Reads all values of a scope").takes(LIST), this::list);
        installer.function(
                FunctionSpec.of("state::list_groups", "Lists all scopes").takes(LIST_GROUPS), this::listGroups);
    }

    private Outcome set(Invocation call, StateTriggers triggers) {
        Fields in = SET.read(call.payload());
        RawJson value = in.raw("value");
        if (value.length() > options.maxValueBytes()) {
            throw new InvocationFailed(
                    "VALUE_TOO_LARGE",
                    "value of " + value.length() + " bytes exceeds the configured max_value_bytes limit of "
                            + options.maxValueBytes());
        }
        String scope = in.string("scope");
        String key = in.string("key");
        KeyValueStore.Change change = store.set(scope, key, value);
        triggers.changed(call, event(scope, key, change));
        return Outcome.value(StoreJson.toJson(change));
    }

    private Outcome get(Invocation call) {
        Fields in = GET.read(call.payload());
        return valueOrNone(store.get(in.string("scope"), in.string("key")));
    }

    private Outcome delete(Invocation call, StateTriggers triggers) {
        Fields in = DELETE.read(call.payload());
        String scope = in.string("scope");
        String key = in.string("key");
        RawJson old = store.delete(scope, key);
        triggers.changed(call, new StateEvent(Kind.DELETED, scope, key, old, RawJson.NULL));
        return valueOrNone(old);
    }

    private Outcome update(Invocation call, StateTriggers triggers) {
        Fields in = UPDATE.read(call.payload());
        String scope = in.string("scope");
        String key = in.string("key");
        KeyValueStore.Change change = store.update(scope, key, UpdateOps.read(in.raw("ops")));
        triggers.changed(call, event(scope, key, change));
        return Outcome.value(StoreJson.toJson(change));
    }

    private Outcome list(Invocation call) {
        Fields in = LIST.read(call.payload());
        return Outcome.value(ObjectWriter.array(store.list(in.string("scope"))));
    }

    private Outcome listGroups(Invocation call) {
        LIST_GROUPS.read(call.payload());
        return Outcome.value(new ObjectWriter()
                .put("groups", ObjectWriter.strings(store.groups()))
                .end());
    }

    private static StateEvent event(String scope, String key, KeyValueStore.Change change) {
        Kind kind = change.oldValue() == null ? Kind.CREATED : Kind.UPDATED;
        return new StateEvent(kind, scope, key, change.oldValue(), change.newValue());
    }

    private static Outcome valueOrNone(@Nullable RawJson value) {
        return value == null ? Outcome.NONE : Outcome.value(value);
    }
}
