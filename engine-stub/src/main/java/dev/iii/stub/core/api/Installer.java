package dev.iii.stub.core.api;

import dev.iii.stub.core.call.Tracing;
import dev.iii.stub.core.channel.Channels;
import dev.iii.stub.core.trigger.TriggerProvider;
import dev.iii.stub.core.trigger.TriggerTypeSpec;

/** Registers the parts of an engine worker while it is installed. Must not be used after the installation. */
public interface Installer {

    /** Returns the part of the engine that the engine worker may use at any time. */
    EngineContext engine();

    /** Returns the lists of what is connected and registered. */
    EngineDirectory directory();

    /** Returns the registrar of triggers and announcements on behalf of callers. */
    EngineRegistrar registrar();

    /** Registers a function that answers synchronously, in the default namespace. */
    void function(FunctionSpec spec, SyncFunction function);

    /** Registers a function that answers asynchronously, in the default namespace. */
    void asyncFunction(FunctionSpec spec, AsyncFunction function);

    /** Registers a trigger type, in the default namespace. */
    void triggerType(TriggerTypeSpec spec, TriggerProvider provider);

    /** Adds a listener for connections. */
    void listen(EngineListener listener);

    /** Sets the source of the spans of the engine. Default: no spans. */
    void traceWith(Tracing tracing);

    /** Sets the factory of functions that call another service over HTTP. Default: such functions are refused. */
    void bindRemoteFunctionsWith(RemoteFunctions remoteFunctions);

    /** Sets the receiver of the telemetry of workers. Default: telemetry is not accepted. */
    void takeTelemetryWith(TelemetryIntake intake);

    /** Sets the service that opens channels. Default: channels are refused. */
    void openChannelsWith(Channels channels);
}
