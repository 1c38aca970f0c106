package dev.iii.stub.engine;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.Announcement;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.environment.StubClock;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The functions {@code engine::workers::list} and {@code engine::workers::info}. */
final class WorkerDiscovery {

    private static final String CONNECTED = "connected";
    private static final String AVAILABLE = "available";
    private static final String RUNTIME = "engine";

    private static final Struct LIST = Struct.of(
            "WorkersListInput",
            Field.string("search").orNull().describedAs("Part of the name; case-insensitive."),
            Field.string("runtime").orNull().describedAs("The exact runtime, for example java."),
            Field.string("status").orNull().describedAs("The status: connected, or available for engine workers."));
    private static final Struct INFO = Struct.of(
            "WorkerInfoInput",
            Field.string("name").describedAs("The name of the worker."),
            Field.string("namespace")
                    .orNull()
                    .describedAs(
                            "The namespace. Default: the namespace default, or the only one that has this worker."));

    private static final Struct WORKER = Struct.of(
            "WorkerSummary",
            Field.string("name").optional(),
            Field.string("description").optional(),
            Field.string("version").optional(),
            Field.string("id"),
            Field.string("namespace"),
            Field.string("runtime").optional(),
            Field.string("os").optional(),
            Field.string("status"),
            Field.u64("function_count"),
            Field.u64("connected_at_ms"),
            Field.u64("active_invocations"),
            Field.string("isolation").optional(),
            Field.string("ip_address").optional());
    private static final Struct LIST_RESULT =
            Struct.of("WorkersListResult", Field.list("workers", Field.struct("worker", WORKER)));
    private static final Struct INFO_RESULT = Struct.of(
            "WorkerInfoOutput",
            Field.struct("worker", WORKER),
            Field.list("functions", Field.struct("function", DiscoveryRows.FUNCTION)),
            Field.list("trigger_types", Field.struct("trigger", DiscoveryRows.TRIGGER_TYPE)),
            Field.list("registered_triggers", Field.struct("trigger", DiscoveryRows.TRIGGER)));

    /** The values by which the list is sorted and filtered, and the row itself. */
    private record Row(
            String sortName, @Nullable String runtime, String status, String id, String name, RawJson json) {}

    private final EngineDirectory directory;
    private final DiscoveryRows rows;
    private final EngineFacts facts;
    private final long startedAtMs;

    WorkerDiscovery(StubClock clock, EngineDirectory directory, DiscoveryRows rows, EngineFacts facts) {
        this.directory = directory;
        this.rows = rows;
        this.facts = facts;
        this.startedAtMs = clock.now().toEpochMilli();
    }

    void install(Installer installer) {
        installer.function(
                FunctionSpec.of("engine::workers::list", "Lists the connected workers and the engine workers")
                        .takes(LIST)
                        .gives(LIST_RESULT.schema()),
                this::list);
        installer.function(
                FunctionSpec.of("engine::workers::info", "Describes a worker with all its registrations")
                        .takes(INFO)
                        .gives(INFO_RESULT.schema()),
                this::info);
    }

    // ---------------------------------------------------------------- list

    private Outcome list(Invocation call) {
        Fields in = LIST.read(call.payload());
        String runtime = in.optionalString("runtime");
        String status = in.optionalString("status");
        Predicate<String[]> search = DiscoveryRows.search(in.optionalString("search"));
        List<RawJson> found = all().stream()
                .filter(row -> runtime == null || runtime.equals(row.runtime()))
                .filter(row -> status == null || status.equals(row.status()))
                .filter(row -> search.test(new String[] {row.name()}))
                .sorted(Comparator.comparing(Row::sortName).thenComparing(Row::id))
                .map(Row::json)
                .toList();
        return Outcome.value(new ObjectWriter().put("workers", found).end());
    }

    private List<Row> all() {
        List<Row> all = new ArrayList<>();
        for (ConnectedWorker worker : directory.workers()) {
            // As on the real engine, a connection without a process id is not listed as a worker; for example a
            // consumer of traces.
            if (worker.announcement().pid() != null) {
                String name = worker.name();
                all.add(new Row(
                        name == null ? worker.id() : name,
                        worker.announcement().runtime(),
                        CONNECTED,
                        worker.id(),
                        name == null ? "" : name,
                        connected(worker).end()));
            }
        }
        Map<EngineWorker, Integer> counts = new HashMap<>();
        for (RegisteredFunction function : directory.functions()) {
            EngineWorker owner = function.engineWorker();
            if (owner != null) {
                counts.merge(owner, 1, Integer::sum);
            }
        }
        for (EngineWorker worker : directory.engineWorkers()) {
            int functions = counts.getOrDefault(worker, 0);
            all.add(new Row(
                    worker.name(),
                    RUNTIME,
                    AVAILABLE,
                    worker.name(),
                    worker.name(),
                    builtIn(worker, functions).end()));
        }
        return all;
    }

    private static ObjectWriter connected(ConnectedWorker worker) {
        Announcement told = worker.announcement();
        return new ObjectWriter()
                .put("name", worker.name())
                .put("description", told.description())
                .put("version", told.version())
                .put("id", worker.id())
                .put("namespace", worker.namespace())
                .put("runtime", told.runtime())
                .put("os", told.os())
                .put("status", CONNECTED)
                .put("function_count", worker.functionCount())
                .put("connected_at_ms", worker.connectedAt().toEpochMilli())
                .put("active_invocations", worker.activeInvocations())
                .put("isolation", told.isolation())
                .put("ip_address", worker.address());
    }

    private ObjectWriter builtIn(EngineWorker worker, int functions) {
        return new ObjectWriter()
                .put("name", worker.name())
                .put("description", worker.description())
                .put("version", facts.version())
                .put("id", worker.name())
                .put("namespace", Namespaces.DEFAULT)
                .put("runtime", RUNTIME)
                .put("os", RawJson.NULL)
                .put("status", AVAILABLE)
                .put("function_count", functions)
                .put("connected_at_ms", startedAtMs)
                .put("active_invocations", 0)
                .put("isolation", "in-process")
                .put("ip_address", RawJson.NULL);
    }

    // ---------------------------------------------------------------- info

    private Outcome info(Invocation call) {
        Fields in = INFO.read(call.payload());
        String name = in.string("name");
        String namespace = resolve(name, in.optionalString("namespace"));
        EngineWorker builtIn = namespace.equals(Namespaces.DEFAULT) ? builtIn(name) : null;
        if (builtIn != null) {
            List<RegisteredFunction> functions = functions(function -> function.engineWorker() == builtIn);
            ObjectWriter envelope = builtIn(builtIn, functions.size())
                    .put("internal", facts.mandatoryWorkers().contains(name));
            return answer(envelope.end(), functions, type -> name.equals(DiscoveryRows.ownerOf(type)));
        }
        ConnectedWorker worker = directory.workers().stream()
                .filter(known -> name.equals(known.name()) && namespace.equals(known.namespace()))
                .findFirst()
                .orElseThrow(() -> notConnected(name, Set.of()));
        ObjectWriter envelope = connected(worker);
        Long pid = worker.announcement().pid();
        if (pid != null) {
            envelope.put("pid", pid);
        }
        List<RegisteredFunction> functions = functions(function -> function.owner() == worker);
        return answer(envelope.put("internal", false).end(), functions, type -> type.owner() == worker);
    }

    private List<RegisteredFunction> functions(Predicate<RegisteredFunction> wanted) {
        return directory.functions().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(RegisteredFunction::id))
                .toList();
    }

    private Outcome answer(
            RawJson worker, List<RegisteredFunction> functions, Predicate<RegisteredTriggerType> provides) {
        Set<FunctionName> targets = new HashSet<>();
        functions.forEach(function -> targets.add(FunctionName.of(function)));
        List<RawJson> types = directory.triggerTypes().stream()
                .filter(provides)
                .sorted(Comparator.comparing(type -> type.spec().id()))
                .map(DiscoveryRows::triggerType)
                .toList();
        List<RawJson> triggers = directory.triggers().stream()
                .filter(trigger -> targets.contains(FunctionName.calledBy(trigger)))
                .sorted(Comparator.comparing(Trigger::id))
                .map(rows::trigger)
                .toList();
        return Outcome.value(new ObjectWriter()
                .put("worker", worker)
                .put(
                        "functions",
                        functions.stream().map(DiscoveryRows::function).toList())
                .put("trigger_types", types)
                .put("registered_triggers", triggers)
                .end());
    }

    private @Nullable EngineWorker builtIn(String name) {
        return directory.engineWorkers().stream()
                .filter(worker -> worker.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the namespace of the worker. If {@code asked} is not {@code null}, the worker must be in that namespace.
     * Otherwise it is looked up in the default namespace, or else in the only namespace that has a worker with this
     * name.
     */
    private String resolve(String name, @Nullable String asked) {
        Set<String> namespaces = new LinkedHashSet<>();
        if (builtIn(name) != null) {
            namespaces.add(Namespaces.DEFAULT);
        }
        for (ConnectedWorker worker : directory.workers()) {
            if (name.equals(worker.name())) {
                namespaces.add(worker.namespace());
            }
        }
        if (asked != null) {
            if (!namespaces.contains(asked)) {
                throw notConnected(name, namespaces);
            }
            return asked;
        }
        if (namespaces.isEmpty()) {
            throw notConnected(name, namespaces);
        }
        if (namespaces.contains(Namespaces.DEFAULT)) {
            return Namespaces.DEFAULT;
        }
        if (namespaces.size() > 1) {
            throw new InvocationFailed(
                    "NOT_FOUND",
                    "Worker '" + name + "' is ambiguous: it is connected in namespace(s): "
                            + String.join(", ", namespaces) + ". Pass `namespace` to disambiguate.");
        }
        return namespaces.iterator().next();
    }

    private static InvocationFailed notConnected(String name, Set<String> elsewhere) {
        return new InvocationFailed(
                "NOT_FOUND",
                elsewhere.isEmpty()
                        ? "Worker '" + name + "' is not connected."
                        : "Worker '" + name + "' is not connected in the requested namespace; it is connected in"
                                + " namespace(s): " + String.join(", ", elsewhere) + ".");
    }
}
