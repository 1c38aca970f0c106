package dev.iii.stub.rbac;

import dev.iii.protocol.RawJson;
import dev.iii.stub.json.BadInputException;
import dev.iii.stub.json.JsonCursor;
import dev.iii.stub.json.JsonKind;
import dev.iii.stub.json.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The decision of the auth function about a session.
 *
 * @param namespaces the granted functions by namespace; if there are any, the session may only announce itself in one
 *     of these namespaces
 * @param allowed the ids in the default namespace that may be called
 * @param forbidden the ids that may not be called; this overrides every grant
 * @param triggerTypes the types that the triggers of the session may have, or {@code null} for all
 * @param registersTriggerTypes whether the session may register trigger types
 * @param registersFunctions whether the session may register functions
 * @param context any JSON for the middleware and the hooks
 * @param prefix the prefix for the ids of registered functions, or {@code null} for none
 */
record AuthDecision(
        Map<String, List<String>> namespaces,
        Set<String> allowed,
        Set<String> forbidden,
        @Nullable Set<String> triggerTypes,
        boolean registersTriggerTypes,
        boolean registersFunctions,
        RawJson context,
        @Nullable String prefix) {

    /**
     * The decision for a port without auth function: everything may be registered, and all exposed functions may be
     * called.
     */
    static final AuthDecision NOBODY_ASKED =
            new AuthDecision(Map.of(), Set.of(), Set.of(), null, true, true, RawJson.EMPTY_OBJECT, null);

    /**
     * Reads the result of an auth function.
     *
     * @throws BadInputException if the result is invalid; the message is that of the real engine
     */
    static AuthDecision read(RawJson answer) {
        if (!answer.isObject()) {
            throw invalidType(answer, "struct AuthResult");
        }
        Reading in = new Reading(answer);
        RawJson types = in.optional("allowed_trigger_types");
        RawJson context = in.fields.get("context");
        RawJson prefix = in.optional("function_registration_prefix");
        return new AuthDecision(
                in.grants(),
                in.ids("allowed_functions"),
                in.ids("forbidden_functions"),
                types == null ? null : new HashSet<>(texts(types)),
                in.flag("allow_trigger_type_registration", false),
                in.flag("allow_function_registration", true),
                context == null ? RawJson.EMPTY_OBJECT : JsonText.detached(context),
                prefix == null ? null : text(prefix));
    }

    /** Returns a description without the context, which may contain secrets. */
    @Override
    public String toString() {
        return "AuthDecision[namespaces=" + namespaces + ", allowed=" + allowed + ", forbidden=" + forbidden + "]";
    }

    private static List<String> texts(RawJson list) {
        if (JsonKind.of(list) != JsonKind.ARRAY) {
            throw invalidType(list, "a sequence");
        }
        List<String> texts = new ArrayList<>();
        JsonCursor elements = JsonCursor.ofArray(list);
        while (elements.next()) {
            texts.add(text(elements.value()));
        }
        return texts;
    }

    private static String text(RawJson value) {
        if (!JsonText.isString(value)) {
            throw invalidType(value, "a string");
        }
        return JsonText.string(value);
    }

    private static BadInputException invalidType(RawJson value, String expected) {
        return new BadInputException("invalid type: " + JsonKind.describe(value) + ", expected " + expected);
    }

    /** The members of a result. Only some of them may be null. */
    private static final class Reading {
        final Map<String, RawJson> fields = new LinkedHashMap<>();

        Reading(RawJson answer) {
            answer.forEachField((name, value) -> {
                if (fields.put(name, value) != null) {
                    throw new BadInputException("duplicate field `" + name + "`");
                }
            });
        }

        @Nullable
        RawJson optional(String name) {
            RawJson value = fields.get(name);
            return value == null || value.isNull() ? null : value;
        }

        Set<String> ids(String name) {
            RawJson value = fields.get(name);
            return value == null ? Set.of() : new HashSet<>(texts(value));
        }

        boolean flag(String name, boolean absent) {
            RawJson value = fields.get(name);
            if (value == null) {
                return absent;
            }
            if (JsonKind.of(value) != JsonKind.BOOLEAN) {
                throw invalidType(value, "a boolean");
            }
            return value.array()[value.offset()] == 't';
        }

        Map<String, List<String>> grants() {
            RawJson value = fields.get("namespaces");
            Map<String, List<String>> grants = new TreeMap<>();
            if (value != null) {
                if (!value.isObject()) {
                    throw invalidType(value, "a map");
                }
                value.forEachField((namespace, list) -> grants.put(namespace, texts(list)));
            }
            return grants;
        }
    }
}
