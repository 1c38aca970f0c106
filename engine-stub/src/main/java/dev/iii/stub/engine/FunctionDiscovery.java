package dev.iii.stub.engine;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.api.ConnectedWorker;
import dev.iii.stub.core.api.EngineDirectory;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.Installer;
import dev.iii.stub.core.api.Invocation;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.InvocationFailed;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.call.Outcome;
import dev.iii.stub.core.trigger.Trigger;
import dev.iii.stub.json.Field;
import dev.iii.stub.json.Fields;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonText;
import dev.iii.stub.json.ObjectWriter;
import dev.iii.stub.json.Struct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The functions {@code engine::functions::list} and {@code engine::functions::info}. */
final class FunctionDiscovery {

    private static final int MAX_BATCH = 32;
    private static final byte[] INTERNAL = "internal".getBytes(StandardCharsets.US_ASCII);

    private static final Struct LIST = Struct.of(
            "FunctionsListInput",
            Field.string("search").orNull().describedAs("Part of the id or the description; case-insensitive."),
            Field.string("prefix").orNull().describedAs("The prefix of the id."),
            Field.string("worker").orNull().describedAs("The name of the worker that owns the function."),
            Field.list("workers", Field.string("worker"))
                    .orNull()
                    .describedAs("The names of the workers that own the functions."),
            Field.flag("include_internal")
                    .orNull()
                    .describedAs("If true, functions of the engine itself are included."));

    private static final Struct INFO = Struct.of(
            "FunctionInfoInput",
            Field.string("function_id").orNull().describedAs("The id of one function."),
            Field.list("function_ids", Field.string("function_id"))
                    .orNull()
                    .describedAs("The ids of several functions, at most " + MAX_BATCH + "."),
            Field.string("namespace")
                    .orNull()
                    .describedAs(
                            "The namespace. Default: the namespace default, or the only one that has the function."));

    private static final Struct LIST_RESULT =
            Struct.of("FunctionsListResult", Field.list("functions", Field.struct("function", DiscoveryRows.FUNCTION)));

    private final EngineDirectory directory;

    FunctionDiscovery(EngineDirectory directory) {
        this.directory = directory;
    }

    void install(Installer installer) {
        installer.function(
                FunctionSpec.of("engine::functions::list", "Lists the functions that can be called")
                        .takes(LIST)
                        .gives(LIST_RESULT.schema()),
                this::list);
        installer.function(
                FunctionSpec.of("engine::functions::info", "Describes functions with schemas, owner and triggers")
                        .takes(INFO),
                this::info);
    }

    // ---------------------------------------------------------------- list

    private Outcome list(Invocation call) {
        Fields in = LIST.read(call.payload());
        String search = in.optionalString("search");
        List<RegisteredFunction> found = directory.functions().stream()
                .filter(filter(in))
                .filter(visibleTo(call.caller()))
                .sorted(order(search))
                .toList();
        return Outcome.value(new ObjectWriter()
                .put("functions", found.stream().map(DiscoveryRows::function).toList())
                .end());
    }

    private static Predicate<RegisteredFunction> filter(Fields in) {
        boolean internal = in.flag("include_internal", false);
        String prefix = in.optionalString("prefix");
        Set<String> workers = workers(in);
        Predicate<String[]> search = DiscoveryRows.search(in.optionalString("search"));
        return function -> (internal || !isInternal(function))
                && (prefix == null || function.id().startsWith(prefix))
                && (workers.isEmpty() || workers.contains(DiscoveryRows.ownerOf(function)))
                && search.test(
                        new String[] {function.id(), orEmpty(function.spec().description())});
    }

    private static Set<String> workers(Fields in) {
        Set<String> workers = new LinkedHashSet<>();
        String worker = in.optionalString("worker");
        if (worker != null) {
            workers.add(worker);
        }
        in.list("workers").forEach(name -> workers.add(JsonText.string(name)));
        return workers;
    }

    /**
     * Returns {@code true} for functions of the engine, except those for queues, and for functions whose metadata marks
     * them as internal.
     */
    private static boolean isInternal(RegisteredFunction function) {
        String id = function.id();
        RawJson metadata = function.spec().metadata();
        return DiscoveryRows.isOfTheEngine(id) && !id.startsWith("engine::queue::")
                || metadata != null && saysInternal(metadata);
    }

    private static boolean saysInternal(RawJson metadata) {
        boolean internal = false;
        if (metadata.isObject()) {
            JsonCursor members = JsonCursor.ofObject(metadata);
            while (members.next()) {
                if (members.nameIs(INTERNAL)) {
                    internal = members.value().text().equals("true");
                }
            }
        }
        return internal;
    }

    private static Predicate<RegisteredFunction> visibleTo(@Nullable ConnectedWorker caller) {
        return function -> caller == null || caller.access().allows(function);
    }

    /**
     * Returns the order of the list. With a search, functions whose id starts with the words or has them as a segment
     * come first, then other matches in the id, then matches in the description only.
     */
    private static Comparator<RegisteredFunction> order(@Nullable String search) {
        Comparator<RegisteredFunction> byId =
                Comparator.comparing(RegisteredFunction::id).thenComparing(RegisteredFunction::namespace);
        if (search == null || search.isEmpty()) {
            return byId;
        }
        String words = search.toLowerCase(Locale.ROOT);
        return Comparator.<RegisteredFunction>comparingInt(function -> rank(function.id(), words))
                .thenComparing(byId);
    }

    private static int rank(String functionId, String words) {
        String id = functionId.toLowerCase(Locale.ROOT);
        if (id.startsWith(words) || List.of(id.split("::", -1)).contains(words)) {
            return 0;
        }
        return id.contains(words) ? 1 : 2;
    }

    // ---------------------------------------------------------------- info

    private Outcome info(Invocation call) {
        Fields in = INFO.read(call.payload());
        String one = in.optionalString("function_id");
        boolean several = in.optional("function_ids") != null;
        if (one != null && several) {
            throw invalid("pass either `function_id` or `function_ids`, not both");
        }
        String namespace = in.optionalString("namespace");
        if (one != null) {
            return Outcome.value(single(call, namespace, one));
        }
        if (!several) {
            throw invalid("missing field `function_id` (or `function_ids` for a batch)");
        }
        return Outcome.value(batch(call, namespace, in.list("function_ids")));
    }

    private RawJson single(Invocation call, @Nullable String namespace, String id) {
        RegisteredFunction function = find(namespace, id);
        if (function == null) {
            throw notFound(id);
        }
        if (!visibleTo(call.caller()).test(function)) {
            throw new InvocationFailed("FORBIDDEN", "Function '" + id + "' is not visible to this session.");
        }
        return DiscoveryRows.functionDetail(function, directory.triggers());
    }

    private RawJson batch(Invocation call, @Nullable String namespace, List<RawJson> asked) {
        Set<String> ids = new LinkedHashSet<>();
        asked.forEach(id -> ids.add(JsonText.string(id)));
        if (ids.isEmpty()) {
            throw invalid("`function_ids` must be a non-empty array of function ids");
        }
        if (ids.size() > MAX_BATCH) {
            throw invalid("too many function_ids (max " + MAX_BATCH + ")");
        }
        List<Trigger> triggers = directory.triggers();
        List<RawJson> details = new ArrayList<>();
        for (String id : ids) {
            RegisteredFunction function = find(namespace, id);
            if (function == null) {
                details.add(unavailable(id, "not_found"));
            } else if (!visibleTo(call.caller()).test(function)) {
                details.add(unavailable(id, "forbidden"));
            } else {
                details.add(DiscoveryRows.functionDetail(function, triggers));
            }
        }
        return new ObjectWriter().put("functions", details).end();
    }

    private static RawJson unavailable(String id, String why) {
        return new ObjectWriter().put("function_id", id).put("error", why).end();
    }

    /**
     * Finds a function in the given namespace. Without a namespace, finds it in the default namespace, or else in the
     * only namespace that has it.
     */
    private @Nullable RegisteredFunction find(@Nullable String namespace, String id) {
        if (namespace != null) {
            return directory.function(namespace, id).orElse(null);
        }
        RegisteredFunction inDefault =
                directory.function(Namespaces.DEFAULT, id).orElse(null);
        if (inDefault != null) {
            return inDefault;
        }
        List<String> namespaces = directory.namespacesOf(id);
        return namespaces.size() == 1
                ? directory.function(namespaces.get(0), id).orElse(null)
                : null;
    }

    private InvocationFailed notFound(String id) {
        List<String> namespaces = directory.namespacesOf(id);
        return new InvocationFailed(
                "NOT_FOUND",
                namespaces.isEmpty()
                        ? "Function '" + id + "' is not registered."
                        : "Function '" + id + "' is ambiguous: it is registered in namespace(s): "
                                + String.join(", ", namespaces) + ". Pass `namespace` to select one.");
    }

    private static InvocationFailed invalid(String message) {
        return new InvocationFailed("INVALID_ARGUMENTS", message);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
