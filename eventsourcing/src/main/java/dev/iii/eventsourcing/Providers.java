package dev.iii.eventsourcing;

import java.util.ServiceLoader;

/** Finds the implementation of {@link EventSourcing}. Class initialization makes this safe for all threads. */
final class Providers {

    private static final EventSourcing.Provider PROVIDER = ServiceLoader.load(
                    EventSourcing.Provider.class, Providers.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                    () -> new IllegalStateException("no implementation of " + EventSourcing.Provider.class.getName()
                            + " was found; the jar of iii-eventsourcing is incomplete: keep its files below"
                            + " META-INF/services when you repackage it"));

    private Providers() {}

    static EventSourcing.Provider get() {
        return PROVIDER;
    }
}
