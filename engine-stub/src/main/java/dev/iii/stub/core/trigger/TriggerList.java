package dev.iii.stub.core.trigger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The built-in end of a trigger type whose config does not matter: it only keeps its triggers. Thread-safe. */
public final class TriggerList implements TriggerProvider {

    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();

    /** No triggers yet. */
    public TriggerList() {
        // Declared so that it is part of the surface on purpose.
    }

    /** The triggers of now, in the order in which they were registered. */
    public List<Trigger> all() {
        return List.copyOf(triggers);
    }

    /** Whether there are none. */
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
