package dev.iii.stub.core;

/** What an engine worker may register while it is installed. */
public final class Installer {

    private final Engine engine;
    private final EngineWorker worker;

    Installer(Engine engine, EngineWorker worker) {
        this.engine = engine;
        this.worker = worker;
    }

    /** The engine, to be kept for later. */
    public Engine engine() {
        return engine;
    }

    /** Registers a function that has its answer at once, in the default namespace. */
    public void function(FunctionSpec spec, SyncFunction function) {
        engine.install(Function.builtIn(worker, spec, new Function.Handler.Direct(function)));
    }

    /** Registers a function that has its answer later, in the default namespace. */
    public void asyncFunction(FunctionSpec spec, AsyncFunction function) {
        engine.install(Function.builtIn(worker, spec, new Function.Handler.Deferred(function)));
    }

    /** Registers a trigger type, in the default namespace. */
    public void triggerType(TriggerTypeSpec spec, TriggerProvider provider) {
        engine.install(
                new TriggerType(Engine.DEFAULT_NAMESPACE, spec, new TriggerType.Provider.BuiltIn(worker, provider)));
    }
}
