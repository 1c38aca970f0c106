package dev.iii.stub.core.api;

import java.io.IOException;
import java.util.Optional;

/**
 * A worker that is part of the engine, for example the one that keeps state. It registers functions and trigger types, and
 * exists as long as the engine.
 */
public interface EngineWorker extends AutoCloseable {

    /** Returns the name in discovery and in config files, for example {@code iii-state}. */
    String name();

    /** Returns a description for discovery, in one sentence. */
    String description();

    /** Registers the functions and trigger types of the worker. Called once, before the first connection. */
    void install(Installer installer);

    /**
     * Starts the worker: opens ports and sets alarms. Called once, after all workers of the engine are installed.
     *
     * @throws IOException if a port cannot be opened; the message is one line for the user
     */
    default void start() throws IOException {}

    /** Returns the URL that the worker listens on, or empty if it has no port. */
    default Optional<String> url() {
        return Optional.empty();
    }

    /** Closes the worker. Called once, after the last connection. Everything that the worker started must end before it returns. */
    @Override
    default void close() {}
}
