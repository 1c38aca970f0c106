package dev.iii.stub.core;

import org.jspecify.annotations.Nullable;

/** A trigger type that triggers can be registered for, and who provides it. Immutable. */
public final class TriggerType {

    /** Whom registrations of the type go to. */
    sealed interface Provider {

        /** A connected worker. */
        record Connected(Worker worker) implements Provider {}

        /** The engine itself. */
        record BuiltIn(EngineWorker worker, TriggerProvider triggers) implements Provider {}
    }

    private final String namespace;
    private final TriggerTypeSpec spec;
    private final Provider provider;

    TriggerType(String namespace, TriggerTypeSpec spec, Provider provider) {
        this.namespace = namespace;
        this.spec = spec;
        this.provider = provider;
    }

    public String namespace() {
        return namespace;
    }

    public TriggerTypeSpec spec() {
        return spec;
    }

    /** The connected worker that provides it; {@code null} when it is built in. */
    public @Nullable Worker owner() {
        return provider instanceof Provider.Connected connected ? connected.worker() : null;
    }

    /** The name of the worker that provides it, connected or built in; {@code null} when that has none. */
    public @Nullable String workerName() {
        return provider instanceof Provider.BuiltIn builtIn ? builtIn.worker().name() : ownerName();
    }

    private @Nullable String ownerName() {
        Worker worker = owner();
        return worker == null ? null : worker.name();
    }

    Provider provider() {
        return provider;
    }
}
