package dev.iii.spring;

import dev.iii.eventsourcing.EventSourcing;
import org.springframework.beans.factory.ListableBeanFactory;

/** Starts the beans of type {@link EventSourcing}. A separate class, because event sourcing is an optional dependency. */
final class EventSourcingBeans implements WorkerStart {

    private final ListableBeanFactory beans;

    EventSourcingBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public boolean beforeConnect() {
        beans.getBeansOfType(EventSourcing.class).forEach(EventSourcingBeans::start);
        return beans.getBeanNamesForType(EventSourcing.class).length > 0;
    }

    private static void start(String name, EventSourcing eventSourcing) {
        try {
            eventSourcing.start();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "the bean '" + name + "' cannot be started: " + e.getMessage()
                            + "; the starter calls start() when all beans exist, so the application must not call it",
                    e);
        }
    }
}
