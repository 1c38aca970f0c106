package dev.iii.stub.core.registry;

import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.RegisteredTriggerType;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerTypeSpec;
import dev.iii.stub.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/** A trigger type together with its provider. Immutable. */
public final class TriggerType implements RegisteredTriggerType {

    /** The receiver of the registrations of a type. */
    public sealed interface Provider {

        /** A connected worker. */
        record Connected(Worker worker) implements Provider {}

        /** An engine worker. */
        record BuiltIn(EngineWorker worker, TriggerProvider triggers) implements Provider {}
    }

    private final String namespace;
    private final TriggerTypeSpec spec;
    private final Provider provider;

    /** Creates a type in a namespace. */
    public TriggerType(String namespace, TriggerTypeSpec spec, Provider provider) {
        this.namespace = namespace;
        this.spec = spec;
        this.provider = provider;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public TriggerTypeSpec spec() {
        return spec;
    }

    @Override
    public @Nullable Worker owner() {
        return provider instanceof Provider.Connected connected ? connected.worker() : null;
    }

    @Override
    public @Nullable String workerName() {
        if (provider instanceof Provider.BuiltIn builtIn) {
            return builtIn.worker().name();
        }
        Worker worker = owner();
        return worker == null ? null : worker.name();
    }

    Provider provider() {
        return provider;
    }
}
