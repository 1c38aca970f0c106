package dev.iii.sdk.rbac;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonConvertible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of a connection: the result of an auth function (engine behaviour, section 19). Immutable: every setter
 * returns a copy.
 *
 * <p>Without further settings, the connection may call only functions that the port exposes to every client. It may
 * register functions, but not trigger types. A prohibition has precedence over a permission.
 */
public final class AuthDecision implements JsonConvertible {

    private static final Json NOTHING = Json.object(Map.of());

    private final Map<String, Json> fields;

    private AuthDecision(Map<String, Json> fields) {
        this.fields = fields;
    }

    /** Creates a decision that accepts the connection. */
    public static AuthDecision accept() {
        return new AuthDecision(Map.of());
    }

    /**
     * Creates the exception that an auth function throws to refuse the connection. The client gets the error {@code
     * AUTH_ERROR} with the message.
     *
     * @param message the reason; not blank
     */
    public static FunctionException refuse(String message) {
        return new FunctionException("unauthorized", Arguments.notBlank(message, "message")).withHttpStatus(401);
    }

    /**
     * Allows calls of functions of a namespace. A connection with grants may announce only a namespace for which it has a
     * grant.
     *
     * @param functions ids, or patterns in which {@code *} matches any characters: {@code svc::get}, {@code svc::*}
     */
    public AuthDecision grant(String namespace, String... functions) {
        Map<String, Json> grants =
                new LinkedHashMap<>(fields.getOrDefault("namespaces", NOTHING).fields());
        Json before = grants.getOrDefault(Arguments.notBlank(namespace, "namespace"), Json.array(List.of()));
        grants.put(namespace, more(before, functions));
        return with("namespaces", Json.object(grants));
    }

    /**
     * Allows calls of functions of the namespace {@code default}.
     *
     * @param functions ids
     * @throws IllegalArgumentException if one of them is a pattern, which the engine would ignore; use {@link #grant}
     *     instead
     */
    public AuthDecision allow(String... functions) {
        return exact("allowed_functions", functions);
    }

    /**
     * Forbids calls of functions in every namespace.
     *
     * @param functions ids
     * @throws IllegalArgumentException if one of them is a pattern, which the engine would ignore
     */
    public AuthDecision forbid(String... functions) {
        return exact("forbidden_functions", functions);
    }

    /** Allows the registration of triggers of these types only. Default: triggers of all types are allowed. */
    public AuthDecision allowTriggerTypes(String... types) {
        return with("allowed_trigger_types", more(known("allowed_trigger_types"), types));
    }

    /** Sets whether the connection may provide trigger types. Default: {@code false}. */
    public AuthDecision triggerTypeRegistration(boolean allowed) {
        return with("allow_trigger_type_registration", Json.of(allowed));
    }

    /** Sets whether the connection may register functions. Default: {@code true}. */
    public AuthDecision functionRegistration(boolean allowed) {
        return with("allow_function_registration", Json.of(allowed));
    }

    /**
     * Sets a prefix of the functions of the connection, which other workers then call as {@code prefix::id}. The worker of
     * the connection registers and receives calls under ids without the prefix. Default: none.
     */
    public AuthDecision functionPrefix(String prefix) {
        return with("function_registration_prefix", Json.of(Arguments.notBlank(prefix, "prefix")));
    }

    /** Sets a value that the engine passes to the registration hooks and to the middleware. Default: none. */
    public AuthDecision context(@Nullable Object value) {
        return with("context", Json.of(value));
    }

    private AuthDecision exact(String field, String... functions) {
        for (String function : Arguments.notNull(functions, "functions")) {
            if (Arguments.notBlank(function, "function id").contains("*")) {
                throw new IllegalArgumentException(
                        "function id '" + function + "' is a pattern, which has an effect only in grants; use grant");
            }
        }
        return with(field, more(known(field), functions));
    }

    private Json known(String field) {
        return fields.getOrDefault(field, Json.array(List.of()));
    }

    private static Json more(Json before, String... names) {
        List<Json> all = new ArrayList<>(before.elements());
        for (String name : Arguments.notNull(names, "names")) {
            all.add(Json.of(Arguments.notBlank(name, "name")));
        }
        return Json.array(all);
    }

    private AuthDecision with(String field, Json value) {
        Map<String, Json> changed = new LinkedHashMap<>(fields);
        changed.put(field, value);
        return new AuthDecision(changed);
    }

    @Override
    public Json toJson() {
        JsonObject object = new JsonObject();
        fields.forEach(object::put);
        return object.toJson();
    }

    /** Returns the names of the settings without their values, because the context may contain secrets. */
    @Override
    public String toString() {
        return "AuthDecision" + fields.keySet();
    }
}
