package dev.iii.sdk.rbac;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.internal.check.Arguments;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.ToJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection may do: the answer of an auth function (engine behaviour, section 19). Immutable.
 *
 * <p>What is not said: it may call what the port exposes to all and nothing else, register functions but no trigger types.
 * Forbidding wins over allowing.
 */
public final class AuthDecision implements ToJson {

    private static final Json NOTHING = Json.object(Map.of());

    private final Map<String, Json> fields;

    private AuthDecision(Map<String, Json> fields) {
        this.fields = fields;
    }

    /** It may connect. */
    public static AuthDecision accept() {
        return new AuthDecision(Map.of());
    }

    /**
     * It may not connect: to be thrown by the auth function. The one who connects sees {@code AUTH_ERROR} with the message.
     */
    public static FunctionException refuse(String message) {
        return new FunctionException("unauthorized", Arguments.notBlank(message, "message")).withHttpStatus(401);
    }

    /**
     * It may call these functions of a namespace. When anything is granted, it may be at home in these namespaces only.
     *
     * @param functions ids, or patterns in which {@code *} stands for any text: {@code svc::get}, {@code svc::*}
     */
    public AuthDecision grant(String namespace, String... functions) {
        Map<String, Json> grants =
                new LinkedHashMap<>(fields.getOrDefault("namespaces", NOTHING).fields());
        Json before = grants.getOrDefault(Arguments.notBlank(namespace, "namespace"), Json.array(List.of()));
        grants.put(namespace, more(before, functions));
        return with("namespaces", Json.object(grants));
    }

    /**
     * It may call these functions in {@code default}.
     *
     * @param functions ids
     * @throws IllegalArgumentException for a pattern, which would do nothing; {@link #grant} takes them
     */
    public AuthDecision allow(String... functions) {
        return exact("allowed_functions", functions);
    }

    /**
     * It may not call these functions, in no namespace.
     *
     * @param functions ids
     * @throws IllegalArgumentException for a pattern, which would do nothing
     */
    public AuthDecision forbid(String... functions) {
        return exact("forbidden_functions", functions);
    }

    /** It may register triggers of these types; of all when it is not said. */
    public AuthDecision allowTriggerTypes(String... types) {
        return with("allowed_trigger_types", more(known("allowed_trigger_types"), types));
    }

    /** Whether it may provide trigger types. */
    public AuthDecision triggerTypeRegistration(boolean allowed) {
        return with("allow_trigger_type_registration", Json.of(allowed));
    }

    /** Whether it may register functions. */
    public AuthDecision functionRegistration(boolean allowed) {
        return with("allow_function_registration", Json.of(allowed));
    }

    /** Its functions are called {@code prefix::id}; it sees their calls under their own ids. */
    public AuthDecision functionPrefix(String prefix) {
        return with("function_registration_prefix", Json.of(Arguments.notBlank(prefix, "prefix")));
    }

    /** Any value, handed to the hooks and to the middleware. */
    public AuthDecision context(@Nullable Object value) {
        return with("context", Json.of(value));
    }

    private AuthDecision exact(String field, String... functions) {
        for (String function : Arguments.notNull(functions, "functions")) {
            if (Arguments.notBlank(function, "function id").contains("*")) {
                throw new IllegalArgumentException(
                        "function id '" + function + "' is a pattern, which counts in grants only: use grant");
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

    /** Leaves the context out. */
    @Override
    public String toString() {
        return "AuthDecision" + fields.keySet();
    }
}
