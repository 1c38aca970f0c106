package dev.iii.eventsourcing.internal.reaction;

import dev.iii.eventsourcing.internal.projection.Fields;
import dev.iii.eventsourcing.internal.store.Scopes;
import dev.iii.eventsourcing.internal.store.StateStore;
import dev.iii.sdk.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The occasions of one reaction in the state of the engine: those that wait, those that were handled, and the dead letters. An
 * occasion is always written to its new place before it is removed from the old one, so none is lost. Thread-safe. Each method
 * throws the exceptions of a call.
 *
 * <p>All waiting occasions are read regularly, so their number is limited: {@link #isFull} stops the reading of the log. Handled
 * occasions and dead letters are distributed over several scopes, so that no list is larger than a message may be.
 */
public final class Outbox {

    /** The number of waiting occasions at which no further events are read. */
    static final int MAX_WAITING = 1_000;

    /** The size of waiting occasions at which no further events are read, in characters of their values. */
    static final long MAX_WAITING_CHARS = 8_000_000;

    private static final Duration KEPT = Duration.ofHours(24);

    private final StateStore store;
    private final ReactionScopes scopes;
    private final String reaction;
    private final Clock clock;
    /** The waiting occasions since they were read last, as far as this program knows. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicLong waitingChars = new AtomicLong();

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
                || store.get(told(id), id) != null
                || store.get(dead(id), id) != null) {
            return false;
        }
        write(entry);
        waiting.incrementAndGet();
        waitingChars.addAndGet(entry.payload().length());
        return true;
    }

    /** Returns {@code true} if no further events may be read until fewer occasions wait. Reads nothing from the engine. */
    boolean isFull() {
        return waiting.get() >= MAX_WAITING || waitingChars.get() >= MAX_WAITING_CHARS;
    }

    private String told(String id) {
        return scopes.told(reaction, Scopes.bucket(id));
    }

    private String dead(String id) {
        return scopes.dead(reaction, Scopes.bucket(id));
    }

    @Nullable
    OutEntry find(String id) {
        return OutEntry.read(store.get(scopes.out(reaction), id));
    }

    List<OutEntry> waiting() {
        List<OutEntry> entries = entries(scopes.out(reaction));
        waiting.set(entries.size());
        waitingChars.set(
                entries.stream().mapToLong(entry -> entry.payload().length()).sum());
        return entries;
    }

    /** Returns the number of waiting occasions. */
    public int waitingCount() {
        return waiting().size();
    }

    void write(OutEntry entry) {
        store.set(scopes.out(reaction), entry.id(), entry.json());
    }

    void handled(OutEntry entry) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("id", Json.of(entry.id()));
        fields.put("at", Json.of(clock.millis()));
        store.set(told(entry.id()), entry.id(), Json.object(fields));
        remove(entry);
    }

    void bury(OutEntry entry) {
        store.set(dead(entry.id()), entry.id(), entry.json());
        remove(entry);
    }

    private void remove(OutEntry entry) {
        store.delete(scopes.out(reaction), entry.id());
        waiting.decrementAndGet();
        waitingChars.addAndGet(-entry.payload().length());
    }

    /**
     * Returns dead letters as JSON.
     *
     * @param max the maximum number
     * @param maxChars the maximum number of characters of their JSON; the first one is returned in any case
     */
    public List<Json> dead(int max, long maxChars) {
        List<Json> letters = new ArrayList<>();
        long chars = 0;
        for (int bucket = 0; bucket < Scopes.BUCKETS; bucket++) {
            for (Json letter : store.list(scopes.dead(reaction, bucket))) {
                chars += letter.text().length();
                if (letters.size() == max || (chars > maxChars && !letters.isEmpty())) {
                    return letters;
                }
                letters.add(letter);
            }
        }
        return letters;
    }

    /** Returns the number of dead letters. */
    public int deadCount() {
        int count = 0;
        for (int bucket = 0; bucket < Scopes.BUCKETS; bucket++) {
            count += store.list(scopes.dead(reaction, bucket)).size();
        }
        return count;
    }

    /**
     * Sends dead letters again, as long as not too many occasions wait.
     *
     * @return the number of dead letters that will be sent
     */
    public int redeliver() {
        waiting();
        int sent = 0;
        for (int bucket = 0; bucket < Scopes.BUCKETS; bucket++) {
            for (OutEntry entry : entries(scopes.dead(reaction, bucket))) {
                if (isFull()) {
                    return sent;
                }
                redeliver(entry);
                sent++;
            }
        }
        return sent;
    }

    /**
     * Sends one dead letter again.
     *
     * @param id the id of the occasion
     * @return {@code true} if there is such a dead letter
     */
    public boolean redeliver(String id) {
        OutEntry entry = OutEntry.read(store.get(dead(id), id));
        if (entry == null) {
            return false;
        }
        redeliver(entry);
        return true;
    }

    private void redeliver(OutEntry entry) {
        write(entry.again(clock.millis()));
        waiting.incrementAndGet();
        waitingChars.addAndGet(entry.payload().length());
        store.delete(dead(entry.id()), entry.id());
    }

    /** Removes the ids of occasions that were handled a day ago. */
    void forgetHandled() {
        long oldest = clock.millis() - KEPT.toMillis();
        for (int bucket = 0; bucket < Scopes.BUCKETS; bucket++) {
            String scope = scopes.told(reaction, bucket);
            List<String> old = new ArrayList<>();
            for (Json told : store.list(scope)) {
                String id = Fields.text(told, "id");
                if (id != null && Fields.number(told, "at", 0) < oldest) {
                    old.add(id);
                }
            }
            store.deleteAll(scope, old);
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
