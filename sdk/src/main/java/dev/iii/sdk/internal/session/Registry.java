package dev.iii.sdk.internal.session;

import dev.iii.sdk.internal.session.Registrable.Kind;
import dev.iii.sdk.internal.session.Registrable.Standing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the worker wants to have registered: the truth that every new connection is furnished from. */
final class Registry {

    private final Map<Kind, Map<String, Registrable>> byKind = new EnumMap<>(Kind.class);
    /** Sent on the current connection, and neither confirmed nor refused. */
    private final Set<Registrable> offered = new LinkedHashSet<>();

    private final Map<String, Registrable> functions = new LinkedHashMap<>();

    Registry() {
        byKind.put(Kind.TRIGGER_TYPE, new LinkedHashMap<>());
        byKind.put(Kind.FUNCTION, functions);
        byKind.put(Kind.TRIGGER, new LinkedHashMap<>());
    }

    private Map<String, Registrable> of(Kind kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    @Nullable
    Registrable find(Kind kind, String id) {
        return of(kind).get(id);
    }

    @Nullable
    Registrable function(String id) {
        return functions.get(id);
    }

    void add(Registrable what) {
        of(what.kind()).put(what.id(), what);
        what.standing = Standing.OFFERED;
    }

    /** Whether it was there. A namesake that was registered later stays. */
    boolean remove(Registrable what) {
        offered.remove(what);
        return of(what.kind()).remove(what.id(), what);
    }

    /** Trigger types, then functions, then triggers, each in the order of registration. */
    List<Registrable> inOrder() {
        List<Registrable> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.addAll(of(kind).values());
        }
        return all;
    }

    void sent(Registrable what, long fence) {
        what.standing = Standing.OFFERED;
        what.sentBeforeFence = fence;
        offered.add(what);
    }

    /** It is not offered any more, for this reason. */
    void withhold(Registrable what, Standing standing) {
        what.standing = standing;
        offered.remove(what);
    }

    List<Registrable> functionsOnStandby() {
        return functions.values().stream()
                .filter(what -> what.standing == Standing.STANDBY)
                .toList();
    }

    List<Registrable> triggersHeldFor(String functionId) {
        return of(Kind.TRIGGER).values().stream()
                .filter(what -> what.standing == Standing.HELD && functionId.equals(what.functionId()))
                .toList();
    }

    List<Registrable> triggers() {
        return List.copyOf(of(Kind.TRIGGER).values());
    }

    /** What was sent before the fence and not refused is taken. */
    List<Registrable> confirmUpTo(long fence) {
        List<Registrable> confirmed = new ArrayList<>();
        offered.removeIf(what -> {
            if (what.sentBeforeFence > fence) {
                return false;
            }
            what.standing = Standing.CONFIRMED;
            confirmed.add(what);
            return true;
        });
        return confirmed;
    }

    boolean anyOffered() {
        return !offered.isEmpty();
    }

    /** The connection is gone: nothing is known of what was sent on it. */
    void disconnected() {
        offered.clear();
    }
}
