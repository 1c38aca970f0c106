package dev.iii.stub.core.trigger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The provider of a trigger type without a config: it only keeps its triggers. Thread-safe. */
public final class TriggerList implements TriggerProvider {

    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();

    /** Creates a list without triggers. */
    public TriggerList() {
        // Declared explicitly because the class is public.
    }

    /** Returns the present triggers, in the order in which they were registered. */
    public List<Trigger> all() {
        return List.copyOf(triggers);
    }

    /** Returns {@code true} if there are no triggers. */
    public boolean isEmpty() {
        return triggers.isEmpty();
    }

    @Override
    public void register(Trigger trigger) {
        unregister(trigger);
        triggers.add(trigger);
    }

    @Override
    public void unregister(Trigger trigger) {
        triggers.removeIf(known -> known.id().equals(trigger.id()));
    }
}
