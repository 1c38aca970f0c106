package dev.iii.stub.rbac;

import dev.iii.stub.core.Engine;
import dev.iii.stub.core.Function;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a session may call. Immutable. */
final class Permissions {

    /** What every worker needs to work at all. */
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
    private final Map<String, Grants> byNamespace = new HashMap<>();
    private final @Nullable List<Exposure> exposed;

    /** @param exposed what everybody may call, {@code null} for everything */
    Permissions(AuthDecision decision, @Nullable List<Exposure> exposed) {
        this.forbidden = Set.copyOf(decision.forbidden());
        this.allowed = Set.copyOf(decision.allowed());
        this.exposed = exposed;
        decision.namespaces().forEach((namespace, grants) -> byNamespace.put(namespace, new Grants(grants)));
    }

    boolean forbid(String functionId) {
        return forbidden.contains(functionId);
    }

    /** Whether a call may pass; {@code target} is what it would reach, {@code null} when there is no such function. */
    boolean cover(String functionId, String namespace, @Nullable Function target) {
        if (forbid(functionId)) {
            return false;
        }
        Grants grants = byNamespace.get(namespace);
        if (grants != null && grants.cover(functionId)) {
            return true;
        }
        if (namespace.equals(Engine.DEFAULT_NAMESPACE) && allowed.contains(functionId)) {
            return true;
        }
        return INFRASTRUCTURE.contains(functionId)
                || exposed == null
                || exposed.stream().anyMatch(exposure -> exposure.covers(functionId, namespace, target));
    }

    /** Whether the session may live in this namespace. */
    boolean coverNamespace(String namespace) {
        return byNamespace.isEmpty() || byNamespace.containsKey(namespace);
    }

    /** The namespaces that the session may live in, sorted; all when there are none. */
    Set<String> namespaces() {
        return new TreeSet<>(byNamespace.keySet());
    }

    /** What every worker needs and this session is forbidden. */
    Set<String> missingInfrastructure() {
        Set<String> missing = new TreeSet<>(INFRASTRUCTURE);
        missing.retainAll(forbidden);
        return missing;
    }
}
