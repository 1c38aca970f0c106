package dev.iii.stub.core;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A function that can be called, and who answers it. Immutable but for the count of its calls. */
public final class Function {

    /** How a call reaches whoever answers it. */
    sealed interface Handler {

        /** Over the connection of its owner, under the id by which the owner knows it. */
        record Remote(Worker owner, String ownId) implements Handler {}

        /** In the engine, at once. */
        record Direct(SyncFunction function) implements Handler {}

        /** In the engine, later. */
        record Deferred(AsyncFunction function) implements Handler {}
    }

    private final String namespace;
    private final FunctionSpec spec;
    private final Handler handler;
    private final @Nullable Worker owner;
    private final @Nullable EngineWorker engineWorker;
    private final LongAdder calls = new LongAdder();

    private Function(
            String namespace,
            FunctionSpec spec,
            Handler handler,
            @Nullable Worker owner,
            @Nullable EngineWorker engineWorker) {
        this.namespace = namespace;
        this.spec = spec;
        this.handler = handler;
        this.owner = owner;
        this.engineWorker = engineWorker;
    }

    static Function builtIn(EngineWorker worker, FunctionSpec spec, Handler handler) {
        return new Function(Engine.DEFAULT_NAMESPACE, spec, handler, null, worker);
    }

    /** A function that its owner answers itself. */
    static Function ofWorker(Worker owner, String namespace, FunctionSpec spec, String ownId) {
        return new Function(namespace, spec, new Handler.Remote(owner, ownId), owner, null);
    }

    /** A function that the engine answers for its owner. */
    static Function onBehalfOf(Worker owner, String namespace, FunctionSpec spec, AsyncFunction function) {
        return new Function(namespace, spec, new Handler.Deferred(function), owner, null);
    }

    public String id() {
        return spec.id();
    }

    public String namespace() {
        return namespace;
    }

    public FunctionSpec spec() {
        return spec;
    }

    /** The connected worker that registered it; {@code null} for a built-in function. */
    public @Nullable Worker owner() {
        return owner;
    }

    /** The name of the worker that it belongs to, connected or built in; {@code null} when that has none. */
    public @Nullable String workerName() {
        EngineWorker builtIn = engineWorker;
        if (builtIn != null) {
            return builtIn.name();
        }
        Worker worker = owner;
        return worker == null ? null : worker.name();
    }

    /** The engine worker that brought it; {@code null} for a function of a connected worker. */
    public @Nullable EngineWorker engineWorker() {
        return engineWorker;
    }

    public boolean isBuiltIn() {
        return engineWorker != null;
    }

    /** How often it has been called since it was registered. */
    public long callCount() {
        return calls.sum();
    }

    void called() {
        calls.increment();
    }

    Handler handler() {
        return handler;
    }
}
