package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The occasions of one reaction in the state of the engine: those that wait, those that were handled, and the dead letters. An
 * occasion is always written to its new place before it is removed from the old one, so none is lost. Thread-safe. Each method
 * throws the exceptions of a call.
 */
public final class Outbox {

    private static final Duration KEPT = Duration.ofHours(24);

    private final StateStore store;
    private final ReactionScopes scopes;
    private final String reaction;
    private final Clock clock;

    /** Creates the occasions of a reaction. */
    public Outbox(StateStore store, ReactionScopes scopes, String reaction, Clock clock) {
        this.store = store;
        this.scopes = scopes;
        this.reaction = reaction;
        this.clock = clock;
    }

    /**
     * Adds an occasion, unless it waits, was handled or is a dead letter.
     *
     * @return {@code true} if it was added
     */
    boolean add(OutEntry entry) {
        String id = entry.id();
        if (store.get(scopes.out(reaction), id) != null
                || store.get(scopes.told(reaction), id) != null
                || store.get(scopes.dead(reaction), id) != null) {
            return false;
        }
        write(entry);
        return true;
    }

    @Nullable
    OutEntry find(String id) {
        return OutEntry.read(store.get(scopes.out(reaction), id));
    }

    List<OutEntry> waiting() {
        return entries(scopes.out(reaction));
    }

    void write(OutEntry entry) {
        store.set(scopes.out(reaction), entry.id(), entry.json());
    }

    void handled(OutEntry entry) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("id", Json.of(entry.id()));
        fields.put("at", Json.of(clock.millis()));
        store.set(scopes.told(reaction), entry.id(), Json.object(fields));
        store.delete(scopes.out(reaction), entry.id());
    }

    void bury(OutEntry entry) {
        store.set(scopes.dead(reaction), entry.id(), entry.json());
        store.delete(scopes.out(reaction), entry.id());
    }

    /** Returns the dead letters as JSON. */
    public List<Json> dead() {
        return store.list(scopes.dead(reaction));
    }

    /**
     * Sends dead letters again.
     *
     * @param only the id of an occasion; {@code null} for all
     * @return the number of dead letters that will be sent
     */
    public int redeliver(@Nullable String only) {
        int sent = 0;
        for (OutEntry entry : entries(scopes.dead(reaction))) {
            if (only == null || only.equals(entry.id())) {
                write(entry.again(clock.millis()));
                store.delete(scopes.dead(reaction), entry.id());
                sent++;
            }
        }
        return sent;
    }

    /** Removes the ids of occasions that were handled a day ago. */
    void forgetHandled() {
        long oldest = clock.millis() - KEPT.toMillis();
        for (Json told : store.list(scopes.told(reaction))) {
            String id = Fields.text(told, "id");
            if (id != null && Fields.number(told, "at", 0) < oldest) {
                store.delete(scopes.told(reaction), id);
            }
        }
    }

    private List<OutEntry> entries(String scope) {
        List<OutEntry> entries = new ArrayList<>();
        for (Json json : store.list(scope)) {
            OutEntry entry = OutEntry.read(json);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
