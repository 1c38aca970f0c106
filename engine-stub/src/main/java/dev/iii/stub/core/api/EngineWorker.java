package dev.iii.stub.core.api;

import java.io.IOException;
import java.util.Optional;

/**
 * A worker that is part of the engine, for example the one that keeps state: one room of the house. It brings functions
 * and trigger types and lives as long as the engine.
 */
public interface EngineWorker extends AutoCloseable {

    /** The name that discovery shows and that config files use, for example {@code iii-state}. */
    String name();

    /** A sentence for discovery. */
    String description();

    /** Registers what the worker brings. Called once, before the first connection. */
    void install(Installer installer);

    /**
     * Begins to work: opens ports, sets alarms. Called once, when every worker of the engine is installed.
     *
     * @throws IOException when a port cannot be opened; the message is one line for the user
     */
    default void start() throws IOException {}

    /** The URL where it listens, when it does. */
    default Optional<String> url() {
        return Optional.empty();
    }

    /** The engine ends. Called once, after the last connection; what the worker started must be gone on return. */
    @Override
    default void close() {}
}
