package dev.iii.eventsourcing.internal.runtime;

import dev.iii.eventsourcing.EventSourcing;
import dev.iii.sdk.Worker;

/** Creates the implementation of {@link EventSourcing}. Thread-safe. */
public final class EventSourcingProvider implements EventSourcing.Provider {

    /** Creates the provider; called by {@link java.util.ServiceLoader}. */
    public EventSourcingProvider() {}

    @Override
    public EventSourcing on(Worker worker, String context) {
        return new DefaultEventSourcing(worker, context);
    }
}
