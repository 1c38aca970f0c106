package dev.iii.stub.engine;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.AnnouncementResult;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineContext;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.EngineRegistrar;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.core.trigger.TriggerRegistration;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import dev.iii.stub.setup.EngineWorkerDefinition;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The engine worker {@code iii-engine-functions}. */
public final class EngineFunctionsWorker implements EngineWorker {

    /** Names this worker and creates it from its configuration. */
    public static final EngineWorkerDefinition DEFINITION = EngineWorkerDefinition.mandatory(
            "iii-engine-functions",
            setup -> new EngineFunctionsWorker(
                    new EngineFacts(setup.shared().version(), setup.shared().mandatoryWorkers())));

    private static final Struct TELEMETRY = Struct.of(
            "WorkerConnectionTelemetryMeta",
            Field.string("language").optional(),
            Field.string("project_name").optional(),
            Field.string("framework").optional());

    private static final Struct ANNOUNCEMENT = Struct.of(
            "RegisterWorkerInput",
            Field.string("_caller_worker_id").describedAs("The id of the calling worker; set by the engine."),
            Field.string("runtime").optional().describedAs("For example node, python, java."),
            Field.string("version").optional().describedAs("The version of the SDK."),
            Field.string("name").optional().describedAs("The name; unique among the connected workers of a namespace."),
            Field.string("description").orNull().describedAs("A short description of the worker."),
            Field.string("os").optional().describedAs("The operating system."),
            Field.struct("telemetry", TELEMETRY).optional().describedAs("The language and the project of the worker."),
            Field.u32("pid").orNull().describedAs("The process id."),
            Field.string("isolation").orNull().describedAs("The isolation that the worker runs in."),
            Field.string("namespace").orNull().describedAs("The namespace of its functions and trigger types."));

    private static final Struct REGISTER_TRIGGER = Struct.of(
            "RegisterTriggerInput",
            Field.string("trigger_type").describedAs("The type of the trigger."),
            Field.string("function_id").describedAs("The function to call."),
            Field.json("config").orNull().describedAs("The configuration for the trigger type."),
            Field.json("metadata").orNull().describedAs("Passed to the function in addition to the payload."),
            Field.string("_caller_worker_id").orNull().describedAs("The id of the calling worker; set by the engine."),
            Field.string("trigger_namespace").orNull().describedAs("The namespace of the provider of the type."));

    private static final Struct UNREGISTER_TRIGGER = Struct.of(
            "UnregisterTriggerInput",
            Field.string("id").describedAs("The id of the trigger."),
            Field.string("trigger_type").orNull().describedAs("The type of the trigger."));

    private static final RawJson SUCCESS = RawJson.parse("{\"success\":true}");
    private static final RawJson NO_SUCCESS = RawJson.parse("{\"success\":false}");

    private final EngineFacts facts;
    private @Nullable Availability availability;

    /** Creates a worker with {@link EngineFacts#NONE}. */
    public EngineFunctionsWorker() {
        this(EngineFacts.NONE);
    }

    /** Creates a worker that reports the given facts about the engine. */
    public EngineFunctionsWorker(EngineFacts facts) {
        this.facts = facts;
    }

    @Override
    public String name() {
        return "iii-engine-functions";
    }

    @Override
    public String description() {
        return "Functions of the engine itself: announcements, triggers and discovery.";
    }

    @Override
    public void install(Installer installer) {
        EngineContext engine = installer.engine();
        EngineDirectory directory = installer.directory();
        EngineRegistrar registrar = installer.registrar();
        installer.function(
                FunctionSpec.of("engine::workers::register", "Announces the calling worker")
                        .takes(ANNOUNCEMENT),
                call -> announce(registrar, call));
        installer.asyncFunction(
                FunctionSpec.of("engine::register_trigger", "Registers a trigger that outlives the connection")
                        .takes(REGISTER_TRIGGER),
                call -> registerTrigger(engine, registrar, call));
        installer.function(
                FunctionSpec.of("engine::unregister_trigger", "Removes a trigger and returns whether it existed")
                        .takes(UNREGISTER_TRIGGER),
                call -> unregisterTrigger(registrar, call));
        DiscoveryRows rows = new DiscoveryRows(directory);
        new FunctionDiscovery(directory).install(installer);
        new WorkerDiscovery(engine.clock(), directory, rows, facts).install(installer);
        new TriggerDiscovery(directory, rows).install(installer);
        Availability watching = new Availability(engine, directory);
        watching.install(installer);
        availability = watching;
    }

    @Override
    public void start() {
        Availability watching = availability;
        if (watching != null) {
            watching.start();
        }
    }

    @Override
    public void close() {
        Availability watching = availability;
        if (watching != null) {
            watching.close();
        }
    }

    // ---------------------------------------------------------------- announcements

    private static Outcome announce(EngineRegistrar registrar, Invocation call) {
        Fields in = ANNOUNCEMENT.read(call.payloadWithCaller());
        ConnectedWorker worker = call.caller();
        if (worker == null) {
            throw new BadInputException("missing field `_caller_worker_id`");
        }
        Announcement announcement = new Announcement(
                in.optionalString("name"),
                in.optionalString("namespace"),
                in.optionalString("runtime"),
                in.optionalString("version"),
                in.optionalString("description"),
                in.optionalString("os"),
                in.optionalInteger("pid"),
                in.optionalString("isolation"),
                in.optional("telemetry"));
        AnnouncementResult announced = registrar.announce(worker, announcement);
        return switch (announced) {
            case ACCEPTED -> Outcome.value(SUCCESS);
            case NAME_TAKEN, GONE -> Outcome.value(NO_SUCCESS);
            case BLANK_NAMESPACE -> throw blankNamespace(announcement);
        };
    }

    private static InvocationFailed blankNamespace(Announcement announcement) {
        String name = announcement.name();
        return new InvocationFailed(
                "INVALID_NAMESPACE",
                "namespace is empty: worker '" + (name == null ? "<unnamed>" : name) + "' declared \""
                        + announcement.namespace() + "\". Give it a name, or omit the field to register in '"
                        + Namespaces.DEFAULT + "'.");
    }

    // ---------------------------------------------------------------- triggers

    private static CompletionStage<Outcome> registerTrigger(
            EngineContext engine, EngineRegistrar registrar, Invocation call) {
        Fields in = REGISTER_TRIGGER.read(call.payload());
        RawJson config = in.optional("config");
        ConnectedWorker caller = call.caller();
        String type = in.string("trigger_type");
        if (caller != null && !caller.access().allowsTriggerType(type)) {
            throw new InvocationFailed("FORBIDDEN", "Trigger type '" + type + "' is not allowed for this session.");
        }
        String prefix = caller == null ? null : caller.access().functionPrefix();
        String functionId = in.string("function_id");
        Trigger trigger = new Trigger(
                engine.newId().toString(),
                type,
                prefix == null ? functionId : prefix + "::" + functionId,
                Namespaces.DEFAULT,
                config == null ? RawJson.NULL : config,
                in.optional("metadata"),
                in.optionalString("trigger_namespace"),
                Namespaces.DEFAULT);
        return registrar
                .registerTrigger(trigger)
                .thenApply(registration -> registration instanceof TriggerRegistration.Rejected rejected
                        ? new Outcome.Failure(rejected.error())
                        : Outcome.value(
                                new ObjectWriter().put("id", trigger.id()).end()));
    }

    private static Outcome unregisterTrigger(EngineRegistrar registrar, Invocation call) {
        Fields in = UNREGISTER_TRIGGER.read(call.payload());
        boolean removed = registrar.unregisterTrigger(in.string("id"));
        return Outcome.value(new ObjectWriter().put("removed", removed).end());
    }
}
