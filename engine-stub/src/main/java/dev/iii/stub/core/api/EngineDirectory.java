package dev.iii.stub.core.api;

import dev.iii.stub.core.trigger.Trigger;
import java.util.List;
import java.util.Optional;

/** Lists what is connected and registered, for discovery and telemetry. Thread-safe. */
public interface EngineDirectory {

    /** Returns the function that a call would reach now. */
    Optional<RegisteredFunction> function(String namespace, String id);

    /** Returns the namespaces that have a function with this id, sorted. */
    List<String> namespacesOf(String functionId);

    /** Returns all functions, in no particular order. */
    List<RegisteredFunction> functions();

    /** Returns a number that changes with every registration and unregistration of a function. */
    long functionChanges();

    /** Returns all connected workers, in no particular order. */
    List<ConnectedWorker> workers();

    /** Returns the workers that are part of the engine, in the order in which they were installed. */
    List<EngineWorker> engineWorkers();

    /** Returns all trigger types, in the order in which they were registered. */
    List<RegisteredTriggerType> triggerTypes();

    /** Returns the trigger type with this id in a namespace. */
    Optional<RegisteredTriggerType> triggerType(String namespace, String id);

    /** Returns the trigger type that the trigger is bound to; empty while no type is bound. */
    Optional<RegisteredTriggerType> typeOf(Trigger trigger);

    /** Returns all triggers that are bound to a type, in the order in which they were registered. */
    List<Trigger> triggers();

    /** Returns the numbers of calls so far. */
    CallCounts callCounts();
}
