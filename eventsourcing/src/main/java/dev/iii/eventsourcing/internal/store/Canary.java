package dev.iii.eventsourcing.internal.store;

import dev.iii.sdk.error.CallException;
import dev.iii.sdk.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the state of the engine was exchanged under a living connection, for example because Redis was emptied: a
 * counter that only this program writes has another value than the last one. Not thread-safe.
 */
public final class Canary {

    private final StateStore store;
    private final Scopes scopes;
    private final LogSignals signals;
    private final String program;
    private final String instance;
    private long written;
    private @Nullable Json last;
    /** A value whose write had no known result. */
    private @Nullable Json uncertain;

    /**
     * Creates a canary.
     *
     * @param program the name of the worker, which only one connected worker has
     * @param instance an id that only this object has
     */
    public Canary(StateStore store, Scopes scopes, LogSignals signals, String program, String instance) {
        this.store = store;
        this.scopes = scopes;
        this.signals = signals;
        this.program = program;
        this.instance = instance;
    }

    /**
     * Writes the next value and checks the old one. Blocks for at most one operation; does not throw if it fails.
     *
     * @return {@code true} if this was the first value: a change of the state is noticed from now on, so nothing that was
     *     remembered before may be trusted
     */
    public boolean check() {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("by", Json.of(instance));
        fields.put("n", Json.of(++written));
        Json next = Json.object(fields);
        Json old;
        try {
            old = store.set(scopes.canaries(), program, next);
        } catch (CallException e) {
            uncertain = next;
            return false;
        }
        boolean first = last == null;
        boolean expected = last == null || isSame(old, last) || (uncertain != null && isSame(old, uncertain));
        last = next;
        uncertain = null;
        if (!expected) {
            signals.invalidate("the engine has lost its last changes, or its state was exchanged");
        }
        return first;
    }

    private static boolean isSame(@Nullable Json one, Json other) {
        return one != null
                && one.field("n").text().equals(other.field("n").text())
                && one.field("by").text().equals(other.field("by").text());
    }

    /** Checks nothing at the next time, because the connection was lost. */
    public void reset() {
        last = null;
        uncertain = null;
    }
}
