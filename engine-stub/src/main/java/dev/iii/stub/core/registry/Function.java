package dev.iii.stub.core.registry;

import dev.iii.stub.core.api.AsyncFunction;
import dev.iii.stub.core.api.EngineWorker;
import dev.iii.stub.core.api.FunctionSpec;
import dev.iii.stub.core.api.RegisteredFunction;
import dev.iii.stub.core.api.SyncFunction;
import dev.iii.stub.core.call.Namespaces;
import dev.iii.stub.core.worker.Worker;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A function together with the handler that answers its calls. Immutable, except for the number of its calls. */
public final class Function implements RegisteredFunction {

    /** The part that answers the calls of a function. */
    public sealed interface Handler {

        /** The owner of the function, which knows it by the id {@code ownId}. */
        record Remote(Worker owner, String ownId) implements Handler {}

        /** The engine, synchronously. */
        record Direct(SyncFunction function) implements Handler {}

        /** The engine, asynchronously. */
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

    /** Returns a function of an engine worker, in the default namespace. */
    public static Function builtIn(EngineWorker worker, FunctionSpec spec, Handler handler) {
        return new Function(Namespaces.DEFAULT, spec, handler, null, worker);
    }

    /** Returns a function that its owner answers. */
    public static Function ofWorker(Worker owner, String namespace, FunctionSpec spec, String ownId) {
        return new Function(namespace, spec, new Handler.Remote(owner, ownId), owner, null);
    }

    /** Returns a function that a connected worker has registered and the engine answers. */
    public static Function onBehalfOf(Worker owner, String namespace, FunctionSpec spec, AsyncFunction function) {
        return new Function(namespace, spec, new Handler.Deferred(function), owner, null);
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public FunctionSpec spec() {
        return spec;
    }

    @Override
    public @Nullable Worker owner() {
        return owner;
    }

    @Override
    public @Nullable String workerName() {
        EngineWorker builtIn = engineWorker;
        if (builtIn != null) {
            return builtIn.name();
        }
        Worker worker = owner;
        return worker == null ? null : worker.name();
    }

    @Override
    public @Nullable EngineWorker engineWorker() {
        return engineWorker;
    }

    @Override
    public boolean isBuiltIn() {
        return engineWorker != null;
    }

    @Override
    public long callCount() {
        return calls.sum();
    }

    /** Counts a call. */
    public void called() {
        calls.increment();
    }

    /** Returns the handler of calls. */
    public Handler handler() {
        return handler;
    }
}
