package dev.iii.sdk.internal.session;

import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import dev.iii.sdk.internal.session.SessionRegistration.OfferState;
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

    private final Map<Kind, Map<String, SessionRegistration>> byKind = new EnumMap<>(Kind.class);
    /** Sent on the current connection, and neither confirmed nor refused. */
    private final Set<SessionRegistration> offered = new LinkedHashSet<>();

    private final Map<String, SessionRegistration> functions = new LinkedHashMap<>();

    Registry() {
        byKind.put(Kind.TRIGGER_TYPE, new LinkedHashMap<>());
        byKind.put(Kind.FUNCTION, functions);
        byKind.put(Kind.TRIGGER, new LinkedHashMap<>());
    }

    private Map<String, SessionRegistration> of(Kind kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    @Nullable
    SessionRegistration find(Kind kind, String id) {
        return of(kind).get(id);
    }

    @Nullable
    SessionRegistration function(String id) {
        return functions.get(id);
    }

    void add(SessionRegistration what) {
        of(what.kind()).put(what.id(), what);
        what.state = OfferState.OFFERED;
    }

    /** Whether it was there. A namesake that was registered later stays. */
    boolean remove(SessionRegistration what) {
        offered.remove(what);
        return of(what.kind()).remove(what.id(), what);
    }

    /** Trigger types, then functions, then triggers, each in the order of registration. */
    List<SessionRegistration> inOrder() {
        List<SessionRegistration> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.addAll(of(kind).values());
        }
        return all;
    }

    void sent(SessionRegistration what, long fence) {
        what.state = OfferState.OFFERED;
        what.sentBeforeFence = fence;
        offered.add(what);
    }

    /** It is not offered any more, for this reason. */
    void withhold(SessionRegistration what, OfferState state) {
        what.state = state;
        offered.remove(what);
    }

    List<SessionRegistration> functionsOnStandby() {
        return functions.values().stream()
                .filter(what -> what.state == OfferState.STANDBY)
                .toList();
    }

    List<SessionRegistration> triggersHeldFor(String functionId) {
        return of(Kind.TRIGGER).values().stream()
                .filter(what -> what.state == OfferState.HELD && functionId.equals(what.functionId()))
                .toList();
    }

    List<SessionRegistration> triggers() {
        return List.copyOf(of(Kind.TRIGGER).values());
    }

    /** What was sent before the fence and not refused is taken. */
    List<SessionRegistration> confirmUpTo(long fence) {
        List<SessionRegistration> confirmed = new ArrayList<>();
        offered.removeIf(what -> {
            if (what.sentBeforeFence > fence) {
                return false;
            }
            what.state = OfferState.CONFIRMED;
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
