package dev.iii.sdk.internal.worker;

import dev.iii.protocol.RegisterTrigger;
import dev.iii.sdk.internal.failure.EngineWorkers;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answers of the engine about trigger types, functions and routes. Without an answer, nothing counts as missing. */
final class TriggerFacts {

    private record Named(String namespace, String id) {}

    private record Routed(String triggerId, String functionId, String worker, Route route) {}

    private final boolean complete;
    private final @Nullable Set<Named> types;
    private final Set<Named> missingFunctions = new HashSet<>();
    private final List<Routed> routes = new ArrayList<>();

    /**
     * @param complete whether the questions about types and functions were answered
     * @param types the result of {@code engine::triggers::list}
     * @param functions the results of {@code engine::functions::info}, with their namespace
     * @param routes the result of {@code engine::registered-triggers::list} for http triggers
     */
    TriggerFacts(boolean complete, Optional<Json> types, List<Json> functions, Optional<Json> routes) {
        this.complete = complete;
        this.types = types.map(TriggerFacts::named).orElse(null);
        for (Json answer : functions) {
            String namespace = text(answer, "namespace");
            for (Json function : rows(answer, "functions")) {
                if (text(function, "error").equals("not_found")) {
                    missingFunctions.add(new Named(namespace, text(function, "function_id")));
                }
            }
        }
        routes.ifPresent(answer -> rows(answer, "registered_triggers").forEach(this::addRoute));
    }

    private static @Nullable Set<Named> named(Json answer) {
        Json rows = answer.fields().get("triggers");
        if (rows == null || !rows.text().startsWith("[")) {
            return null;
        }
        Set<Named> named = new HashSet<>();
        rows(answer, "triggers").forEach(row -> named.add(new Named(text(row, "namespace"), text(row, "id"))));
        return named;
    }

    private void addRoute(Json row) {
        Json config = row.fields().get("config");
        Route route = config == null ? null : Route.of(config);
        if (route != null) {
            routes.add(new Routed(text(row, "id"), text(row, "function_id"), text(row, "worker_name"), route));
        }
    }

    /** Returns the answer about functions together with the namespace that was asked for. */
    static Json in(String namespace, Json answer) {
        return Json.object(Map.of(
                "namespace",
                Json.of(namespace),
                "functions",
                answer.fields().getOrDefault("functions", Json.array(List.of()))));
    }

    /** Returns {@code true} if the questions about types and functions were answered. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Returns what is missing so that the trigger can have an effect; {@code null} if nothing is.
     *
     * @param home the namespace of the worker, where a type is looked for before the default namespace
     */
    @Nullable
    String missing(RegisterTrigger trigger, String home) {
        String type = trigger.triggerType();
        String only = trigger.triggerNamespace();
        Set<Named> known = types;
        if (known != null) {
            boolean provided = only != null
                    ? known.contains(new Named(only, type))
                    : known.contains(new Named(home, type)) || known.contains(new Named("default", type));
            if (!provided) {
                String remedy =
                        only == null || only.equals("default") ? EngineWorkers.remedyForTriggerType(type) : null;
                return "no worker provides the trigger type " + type + " in namespace " + (only != null ? only : home)
                        + (remedy == null ? "" : "; " + remedy);
            }
        }
        String namespace = TriggerChecks.orDefault(trigger.namespace());
        return missingFunctions.contains(new Named(namespace, trigger.functionId()))
                ? "the function " + trigger.functionId() + " does not exist in namespace " + namespace
                : null;
    }

    /** Returns which other triggers have the same route; {@code null} if there is none. */
    @Nullable
    String sameRoute(RegisterTrigger trigger, Route route) {
        // The engine does not say which one was registered last, so all of them are named.
        String others = routes.stream()
                .filter(other -> other.route.equals(route) && !other.triggerId.equals(trigger.id()))
                .map(other -> "the trigger for function " + other.functionId + " of worker " + other.worker + " ("
                        + other.triggerId + ")")
                .collect(Collectors.joining(" and "));
        return others.isEmpty()
                ? null
                : "the route " + route + " also belongs to " + others
                        + ", and the engine calls only the trigger that was registered last";
    }

    static List<Json> rows(Json answer, String field) {
        Json rows = answer.fields().get(field);
        return rows == null ? List.of() : rows.elements();
    }

    static String text(Json row, String field) {
        Json value = row.fields().get(field);
        String text = value == null ? null : JsonFields.stringOrNull(value);
        return text == null ? "" : text;
    }
}
