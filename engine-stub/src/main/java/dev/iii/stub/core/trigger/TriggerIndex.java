package dev.iii.stub.core.trigger;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of a type by a part of their config, so that an event finds its triggers without comparing all of them. Any
 * thread may read. Only one thread may change the index at a time, which the lock of the core ensures.
 *
 * @param <K> the type of the keys
 * @param <E> the type of the entries, one for each trigger
 */
public final class TriggerIndex<K, E> {

    private record Keyed<K, E>(K key, E entry) {}

    private final Map<K, List<E>> byKey = new ConcurrentHashMap<>();
    private final Map<String, Keyed<K, E>> byId = new ConcurrentHashMap<>();

    /** Creates an index without triggers. */
    public TriggerIndex() {
        // Declared explicitly because the class is public.
    }

    /** Adds the entry of a trigger, in place of an earlier one of the same trigger. */
    public void put(String triggerId, K key, E entry) {
        remove(triggerId);
        byId.put(triggerId, new Keyed<>(key, entry));
        byKey.computeIfAbsent(key, absent -> new CopyOnWriteArrayList<>()).add(entry);
    }

    /** Removes the entry of a trigger and returns its key, or {@code null} if there is none. */
    public @Nullable K remove(String triggerId) {
        Keyed<K, E> removed = byId.remove(triggerId);
        if (removed == null) {
            return null;
        }
        List<E> entries = byKey.get(removed.key());
        if (entries != null) {
            entries.remove(removed.entry());
            if (entries.isEmpty()) {
                byKey.remove(removed.key());
            }
        }
        return removed.key();
    }

    /** Returns the entries with a key, in the order in which they were added. */
    public List<E> of(K key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** Passes every entry to the action. */
    public void forEach(Consumer<E> action) {
        byId.values().forEach(keyed -> action.accept(keyed.entry()));
    }
}
