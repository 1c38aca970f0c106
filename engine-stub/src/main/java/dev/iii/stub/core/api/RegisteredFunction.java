package dev.iii.stub.core.api;

import org.jspecify.annotations.Nullable;

/** A function that can be called, built in or registered by a connected worker. Thread-safe. */
public interface RegisteredFunction {

    /** Returns the function id. */
    String id();

    /** Returns the namespace in which the function is looked up. */
    String namespace();

    /** Returns its description, schemas and metadata. */
    FunctionSpec spec();

    /** Returns the connected worker that registered it, or {@code null} if the function is built in. */
    @Nullable
    ConnectedWorker owner();

    /** Returns the name of the connected or built-in worker that it belongs to, or {@code null} if that has no name. */
    @Nullable
    String workerName();

    /** Returns the engine worker that it belongs to, or {@code null} if a connected worker registered it. */
    @Nullable
    EngineWorker engineWorker();

    /** Returns {@code true} if the function belongs to an engine worker. */
    boolean isBuiltIn();

    /** Returns how often it has been called since it was registered. */
    long callCount();
}
