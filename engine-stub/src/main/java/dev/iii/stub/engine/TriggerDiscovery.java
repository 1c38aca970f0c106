package dev.iii.stub.engine;

import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The functions {@code engine::triggers::*} for trigger types and {@code engine::registered-triggers::*} for triggers.
 */
final class TriggerDiscovery {

    private static final Field SEARCH = Field.string("search")
            .orNull()
            .describedAs("Part of the id or of another field in the result; case-insensitive.");
    private static final Field INTERNAL =
            Field.flag("include_internal").orNull().describedAs("If true, those of the engine itself are included.");

    private static final Struct TYPES = Struct.of(
            "TriggersListInput",
            SEARCH,
            Field.string("prefix").orNull().describedAs("The prefix of the id."),
            Field.string("worker").orNull().describedAs("The name of the worker that provides the type."),
            INTERNAL);
    private static final Struct TYPE = Struct.of(
            "TriggerInfoInput",
            Field.string("id").describedAs("The id of the trigger type."),
            Field.string("namespace")
                    .orNull()
                    .describedAs("The namespace of its provider. Default: the namespace default."));
    private static final Struct TRIGGERS = Struct.of(
            "RegisteredTriggersListInput",
            SEARCH,
            Field.string("trigger_type").orNull().describedAs("The exact type."),
            Field.string("function_id").orNull().describedAs("The exact id of the function."),
            Field.string("worker").orNull().describedAs("The name of the worker that owns the function."),
            INTERNAL);
    private static final Struct TRIGGER =
            Struct.of("RegisteredTriggerInfoInput", Field.string("id").describedAs("The id of the trigger."));

    private static final Struct TYPES_RESULT = Struct.of(
            "TriggersListResult", Field.list("triggers", Field.struct("trigger", DiscoveryRows.TRIGGER_TYPE)));
    private static final Struct TRIGGERS_RESULT = Struct.of(
            "RegisteredTriggersListResult",
            Field.list("registered_triggers", Field.struct("trigger", DiscoveryRows.TRIGGER)));

    private final EngineDirectory directory;
    private final DiscoveryRows rows;

    TriggerDiscovery(EngineDirectory directory, DiscoveryRows rows) {
        this.directory = directory;
        this.rows = rows;
    }

    void install(Installer installer) {
        installer.function(
                FunctionSpec.of("engine::triggers::list", "Lists the trigger types")
                        .takes(TYPES)
                        .gives(TYPES_RESULT.schema()),
                this::types);
        installer.function(
                FunctionSpec.of("engine::triggers::info", "Describes a trigger type")
                        .takes(TYPE),
                this::type);
        installer.function(
                FunctionSpec.of("engine::registered-triggers::list", "Lists the triggers")
                        .takes(TRIGGERS)
                        .gives(TRIGGERS_RESULT.schema()),
                this::triggers);
        installer.function(
                FunctionSpec.of("engine::registered-triggers::info", "Describes a trigger, its type and its function")
                        .takes(TRIGGER),
                this::trigger);
    }

    private Outcome types(Invocation call) {
        Fields in = TYPES.read(call.payload());
        boolean internal = in.flag("include_internal", false);
        String prefix = in.optionalString("prefix");
        String worker = in.optionalString("worker");
        Predicate<String[]> search = DiscoveryRows.search(in.optionalString("search"));
        List<RegisteredTriggerType> found = directory.triggerTypes().stream()
                .filter(type ->
                        internal || !DiscoveryRows.isOfTheEngine(type.spec().id()))
                .filter(type -> prefix == null || type.spec().id().startsWith(prefix))
                .filter(type -> worker == null || worker.equals(DiscoveryRows.ownerOf(type)))
                .filter(type ->
                        search.test(new String[] {type.spec().id(), type.spec().description()}))
                .sorted(Comparator.<RegisteredTriggerType, String>comparing(
                                type -> type.spec().id())
                        .thenComparing(RegisteredTriggerType::namespace))
                .toList();
        return Outcome.value(new ObjectWriter()
                .put("triggers", found.stream().map(DiscoveryRows::triggerType).toList())
                .end());
    }

    private Outcome type(Invocation call) {
        Fields in = TYPE.read(call.payload());
        String id = in.string("id");
        String named = in.optionalString("namespace");
        String namespace = named == null ? Namespaces.DEFAULT : named;
        RegisteredTriggerType type = directory
                .triggerType(namespace, id)
                .orElseThrow(() -> new InvocationFailed(
                        "NOT_FOUND", "Trigger type '" + id + "' is not registered in namespace '" + namespace + "'."));
        return Outcome.value(DiscoveryRows.triggerTypeDetail(type, directory.triggers()));
    }

    private Outcome triggers(Invocation call) {
        Fields in = TRIGGERS.read(call.payload());
        boolean internal = in.flag("include_internal", false);
        String type = in.optionalString("trigger_type");
        String function = in.optionalString("function_id");
        String worker = in.optionalString("worker");
        Predicate<String[]> search = DiscoveryRows.search(in.optionalString("search"));
        List<Trigger> found = directory.triggers().stream()
                .filter(trigger -> internal || !DiscoveryRows.isOfTheEngine(trigger.functionId()))
                .filter(trigger -> type == null || type.equals(trigger.type()))
                .filter(trigger -> function == null || function.equals(trigger.functionId()))
                .filter(trigger -> worker == null || worker.equals(rows.ownerOf(trigger)))
                .filter(trigger -> search.test(new String[] {trigger.id(), trigger.type(), trigger.functionId()}))
                .sorted(Comparator.comparing(Trigger::id))
                .toList();
        return Outcome.value(new ObjectWriter()
                .put("registered_triggers", found.stream().map(rows::trigger).toList())
                .end());
    }

    private Outcome trigger(Invocation call) {
        String id = TRIGGER.read(call.payload()).string("id");
        List<Trigger> triggers = directory.triggers();
        Trigger found = triggers.stream()
                .filter(trigger -> trigger.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvocationFailed("NOT_FOUND", "Registered trigger '" + id + "' was not found."));
        return Outcome.value(rows.triggerDetail(found, triggers));
    }
}
