package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.projection.ViewScopes;
import dev.iii.eventsourcing.internal.reaction.Outbox;
import dev.iii.eventsourcing.internal.reaction.ReactionScopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.FunctionDefinition;
import dev.iii.sdk.FunctionHandler;
import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions for operators. They only read and write the state of the engine, so any program can run them for any context.
 * Thread-safe.
 */
final class AdminFunctions {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int MAX_LETTERS = 1_000;
    private static final long MAX_CHARS = 1_000_000;
    private static final String CONTEXT = "context";
    private static final String PROJECTION = "projection";
    private static final String REACTION = "reaction";
    private static final String ID = "id";

    /** The default of {@link dev.iii.eventsourcing.EventSourcing#operatorFunctions}. */
    static final String PREFIX = "eventsourcing";

    private final StateStore store;
    private final String prefix;
    private final String defaultContext;
    private final Clock clock;

    /**
     * Creates the functions.
     *
     * @param prefix the prefix of their ids
     * @param defaultContext the context of a request that names none
     */
    AdminFunctions(StateStore store, String prefix, String defaultContext, Clock clock) {
        this.store = store;
        this.prefix = prefix;
        this.defaultContext = defaultContext;
        this.clock = clock;
    }

    List<FunctionDefinition<Json>> definitions() {
        return List.of(
                define("rebuild", "Computes all rows of a projection again", (json, call) -> rebuild(json)),
                define(
                        "status",
                        "Returns projections, reactions, and streams that could not be read",
                        (json, call) -> status(json)),
                define("dead", "Returns the dead letters of a reaction", (json, call) -> dead(json)),
                define("redeliver", "Sends dead letters of a reaction again", (json, call) -> redeliver(json)));
    }

    private FunctionDefinition<Json> define(String name, String description, FunctionHandler<Json, Object> handler) {
        return FunctionDefinition.of(prefix + "::" + name, handler).description(description);
    }

    Json rebuild(Json request) {
        checkFields(request, Set.of(CONTEXT, PROJECTION));
        String projection = required(request, PROJECTION);
        ViewScopes scopes = new ViewScopes(context(request));
        if (store.get(scopes.pointers(), projection) == null) {
            throw refusal("unknown_projection", "there is no projection '" + projection + "'", NOT_FOUND);
        }
        Json requested = Json.object(Map.of(PROJECTION, Json.of(projection)));
        store.set(scopes.requests(), projection, requested);
        return requested;
    }

    Json status(Json request) {
        checkFields(request, Set.of(CONTEXT));
        String context = context(request);
        ViewScopes views = new ViewScopes(context);
        ReactionScopes scopes = new ReactionScopes(context);
        List<Json> reactions = new ArrayList<>();
        for (Json json : store.list(scopes.reactions())) {
            String reaction = Fields.text(json, REACTION);
            if (reaction != null) {
                Map<String, Json> fields = new LinkedHashMap<>();
                fields.put(REACTION, Json.of(reaction));
                Outbox outbox = new Outbox(store, scopes, reaction, clock);
                fields.put("waiting", Json.of(outbox.waitingCount()));
                fields.put("dead", Json.of(outbox.deadCount()));
                reactions.add(Json.object(fields));
            }
        }
        Map<String, Json> status = new LinkedHashMap<>();
        status.put(CONTEXT, Json.of(context));
        status.put("projections", Json.array(store.list(views.pointers())));
        status.put("reactions", Json.array(reactions));
        status.put("stuck", Json.array(store.list(views.stuck())));
        return Json.object(status);
    }

    Json dead(Json request) {
        checkFields(request, Set.of(CONTEXT, REACTION));
        Map<String, Json> result = new LinkedHashMap<>();
        Outbox outbox = outbox(request);
        result.put("dead", Json.array(outbox.dead(MAX_LETTERS, MAX_CHARS)));
        result.put("total", Json.of(outbox.deadCount()));
        return Json.object(result);
    }

    Json redeliver(Json request) {
        checkFields(request, Set.of(CONTEXT, REACTION, ID));
        Map<String, Json> result = new LinkedHashMap<>();
        Outbox outbox = outbox(request);
        String id = optional(request, ID);
        result.put("sent", Json.of(id == null ? outbox.redeliver() : outbox.redeliver(id) ? 1 : 0));
        result.put("left", Json.of(outbox.deadCount()));
        return Json.object(result);
    }

    private Outbox outbox(Json request) {
        String reaction = required(request, REACTION);
        ReactionScopes scopes = new ReactionScopes(context(request));
        if (store.get(scopes.reactions(), reaction) == null) {
            throw refusal("unknown_reaction", "there is no reaction '" + reaction + "'", NOT_FOUND);
        }
        return new Outbox(store, scopes, reaction, clock);
    }

    private String context(Json request) {
        String context = optional(request, CONTEXT);
        return context == null ? defaultContext : context;
    }

    private static void checkFields(Json request, Set<String> allowed) {
        for (String name : request.fields().keySet()) {
            if (!allowed.contains(name) && !name.startsWith("_")) {
                throw refusal("invalid_request", name + ": unknown field", BAD_REQUEST);
            }
        }
    }

    private static String required(Json request, String name) {
        String value = optional(request, name);
        if (value == null) {
            throw refusal("invalid_request", name + ": missing; expected a string", BAD_REQUEST);
        }
        return value;
    }

    private static @Nullable String optional(Json request, String name) {
        Json value = request.field(name);
        String text = Fields.text(request, name);
        if (text == null && !value.isNull()) {
            throw refusal("invalid_request", name + ": expected a string", BAD_REQUEST);
        }
        return text;
    }

    private static FunctionException refusal(String code, String message, int status) {
        return new FunctionException(code, message).withHttpStatus(status);
    }
}
