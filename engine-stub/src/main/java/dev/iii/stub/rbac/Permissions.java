package dev.iii.stub.rbac;

import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.call.Namespaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The functions that a session may call. Immutable. */
final class Permissions {

    /** The functions that every worker needs in order to work. */
    static final Set<String> INFRASTRUCTURE = Set.of(
            "engine::channels::create",
            "engine::workers::register",
            "engine::log::info",
            "engine::log::warn",
            "engine::log::error",
            "engine::log::debug",
            "engine::log::trace",
            "engine::baggage::get",
            "engine::baggage::set",
            "engine::baggage::get_all");

    private final Set<String> forbidden;
    private final Set<String> allowed;
    private final Map<String, AllowedFunctions> byNamespace = new HashMap<>();
    private final @Nullable List<Exposure> exposed;

    /**
     * Creates the permissions of a session.
     *
     * @param decision the decision of the auth function
     * @param exposed the functions that all sessions may call, or {@code null} for all functions
     */
    Permissions(AuthDecision decision, @Nullable List<Exposure> exposed) {
        this.forbidden = Set.copyOf(decision.forbidden());
        this.allowed = Set.copyOf(decision.allowed());
        this.exposed = exposed;
        decision.namespaces().forEach((namespace, grants) -> byNamespace.put(namespace, new AllowedFunctions(grants)));
    }

    boolean forbid(String functionId) {
        return forbidden.contains(functionId);
    }

    /**
     * Returns {@code true} if a call is allowed.
     *
     * @param target the function that the call would reach, or {@code null} if it does not exist
     */
    boolean cover(String functionId, String namespace, @Nullable RegisteredFunction target) {
        if (forbid(functionId)) {
            return false;
        }
        AllowedFunctions grants = byNamespace.get(namespace);
        if (grants != null && grants.cover(functionId)) {
            return true;
        }
        if (namespace.equals(Namespaces.DEFAULT) && allowed.contains(functionId)) {
            return true;
        }
        return INFRASTRUCTURE.contains(functionId)
                || exposed == null
                || exposed.stream().anyMatch(exposure -> exposure.covers(functionId, namespace, target));
    }

    /** Returns {@code true} if the session may use this namespace as its own. */
    boolean coverNamespace(String namespace) {
        return byNamespace.isEmpty() || byNamespace.containsKey(namespace);
    }

    /** Returns the namespaces that the session may use, sorted. An empty set means all namespaces. */
    Set<String> namespaces() {
        return new TreeSet<>(byNamespace.keySet());
    }

    /** Returns the forbidden functions that every worker needs. */
    Set<String> missingInfrastructure() {
        Set<String> missing = new TreeSet<>(INFRASTRUCTURE);
        missing.retainAll(forbidden);
        return missing;
    }
}
