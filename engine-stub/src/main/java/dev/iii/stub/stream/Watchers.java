package dev.iii.stub.stream;

import dev.iii.stub.core.Trigger;
import dev.iii.stub.core.TriggerProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The triggers of a type whose config does not matter: {@code stream:join} or {@code stream:leave}. */
final class Watchers implements TriggerProvider {

    private final List<Trigger> triggers = new CopyOnWriteArrayList<>();

    /** In the order in which they were registered. */
    List<Trigger> all() {
        return triggers;
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
