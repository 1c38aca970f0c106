package dev.iii.stub.setup;

import dev.iii.stub.core.api.EngineWorker;
import org.jspecify.annotations.Nullable;

/**
 * One kind of engine worker: its name in config files, its port, and how it is created. Immutable.
 *
 * @param name the name in config files and in discovery
 * @param alias the name in config files for engines before 0.23; the same as {@code name} if there is none
 * @param presence the condition under which an engine has this worker
 * @param factory creates the worker
 * @param port the separate port that the real engine uses for this worker; {@code null} if the worker has none
 * @param workerPorts {@code true} if each entry of a config file with this name is a port for connected workers
 */
public record EngineWorkerDefinition(
        String name,
        String alias,
        Presence presence,
        Factory factory,
        @Nullable Integer port,
        boolean workerPorts) {

    /** The condition under which an engine has a worker. */
    public enum Presence {
        /** Always. */
        MANDATORY,
        /** If the config file names it, or if there is no config file. */
        DEFAULT,
        /** Only if the config file names it. */
        ON_REQUEST
    }

    /** Creates a worker. */
    @FunctionalInterface
    public interface Factory {

        /**
         * Reads the section of the worker and creates the worker. Keys that the factory does not read are reported.
         *
         * @throws dev.iii.stub.config.ConfigException if a value of the section is invalid
         */
        EngineWorker create(EngineWorkerSetup setup);
    }

    /** Returns the definition of a worker that every engine has. */
    public static EngineWorkerDefinition mandatory(String name, Factory factory) {
        return new EngineWorkerDefinition(name, name, Presence.MANDATORY, factory, null, false);
    }

    /** Returns the definition of a worker that an engine has if its config file names it, or if it has none. */
    public static EngineWorkerDefinition of(String name, Factory factory) {
        return new EngineWorkerDefinition(name, name, Presence.DEFAULT, factory, null, false);
    }

    /** Returns the definition of a worker that an engine has only if its config file names it. */
    public static EngineWorkerDefinition onRequest(String name, Factory factory) {
        return new EngineWorkerDefinition(name, name, Presence.ON_REQUEST, factory, null, false);
    }

    /** Returns this definition with the name that config files for engines before 0.23 use. */
    public EngineWorkerDefinition withAlias(String otherName) {
        return new EngineWorkerDefinition(name, otherName, presence, factory, port, workerPorts);
    }

    /**
     * Returns this definition for a worker that listens on a separate port. The factory gets the address from
     * {@link EngineWorkerSetup#address}.
     *
     * @param standardPort the port of the real engine, from 1 to 65535
     */
    public EngineWorkerDefinition withPort(int standardPort) {
        return new EngineWorkerDefinition(name, alias, presence, factory, standardPort, workerPorts);
    }

    /** Returns this definition for a worker whose entries in a config file are the ports for connected workers. */
    public EngineWorkerDefinition withWorkerPorts() {
        return new EngineWorkerDefinition(name, alias, presence, factory, port, true);
    }
}
