package dev.iii.sdk.internal.session;

import dev.iii.sdk.internal.session.SessionRegistration.Kind;
import dev.iii.sdk.internal.session.SessionRegistration.RegistrationState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions, triggers and trigger types that the worker registers on every new connection. */
final class RegistrationTable {

    private final Map<Kind, Map<String, SessionRegistration>> byKind = new EnumMap<>(Kind.class);
    /** Those that were sent on the current connection and are neither confirmed nor refused. */
    private final Set<SessionRegistration> unconfirmed = new LinkedHashSet<>();

    private final Map<String, SessionRegistration> functions = new LinkedHashMap<>();

    RegistrationTable() {
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
        what.state = RegistrationState.PENDING;
    }

    /** Removes a registration. Returns {@code false} if it is not registered, or if another one has replaced it. */
    boolean remove(SessionRegistration what) {
        unconfirmed.remove(what);
        return of(what.kind()).remove(what.id(), what);
    }

    /** Returns all: trigger types, then functions, then triggers, each kind in the order of registration. */
    List<SessionRegistration> inOrder() {
        List<SessionRegistration> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.addAll(of(kind).values());
        }
        return all;
    }

    void sent(SessionRegistration what, long fence) {
        what.state = RegistrationState.PENDING;
        what.sentBeforeFence = fence;
        unconfirmed.add(what);
    }

    /** Sets the state of a registration that is no longer pending. */
    void setState(SessionRegistration what, RegistrationState state) {
        what.state = state;
        unconfirmed.remove(what);
    }

    /** Returns the functions on standby whose owner is this one, in the order of registration. */
    List<SessionRegistration> functionsOnStandby(@Nullable String owner) {
        return functions.values().stream()
                .filter(what -> what.state == RegistrationState.STANDBY && Objects.equals(what.owner, owner))
                .toList();
    }

    /** Returns the first function on standby of each owner, and every function on standby whose owner is not known. */
    List<SessionRegistration> firstFunctionsOnStandby() {
        Set<String> owners = new HashSet<>();
        return functions.values().stream()
                .filter(what ->
                        what.state == RegistrationState.STANDBY && (what.owner == null || owners.add(what.owner)))
                .toList();
    }

    List<SessionRegistration> triggersHeldFor(String functionId) {
        return of(Kind.TRIGGER).values().stream()
                .filter(what -> what.state == RegistrationState.HELD && functionId.equals(what.functionId()))
                .toList();
    }

    List<SessionRegistration> triggers() {
        return List.copyOf(of(Kind.TRIGGER).values());
    }

    /** Confirms and returns the registrations that were sent before the fence and not refused. */
    List<SessionRegistration> confirmUpTo(long fence) {
        List<SessionRegistration> confirmed = new ArrayList<>();
        unconfirmed.removeIf(what -> {
            if (what.sentBeforeFence > fence) {
                return false;
            }
            what.state = RegistrationState.CONFIRMED;
            confirmed.add(what);
            return true;
        });
        return confirmed;
    }

    boolean anyUnconfirmed() {
        return !unconfirmed.isEmpty();
    }

    /** The connection has ended: the state of the registrations that were sent on it is not known. */
    void disconnected() {
        unconfirmed.clear();
        functions.values().forEach(what -> what.owner = null);
    }
}
