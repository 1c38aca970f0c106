package dev.iii.sdk.discovery;

import dev.iii.sdk.call.Call;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A client that lists the functions, workers, trigger types and triggers of an engine (engine behaviour, section 17). Created
 * by {@link dev.iii.sdk.Worker#discovery}. Thread-safe.
 *
 * <p>Each operation is one call of the engine and throws what {@link dev.iii.sdk.Worker#trigger(String, Object)} throws. The
 * operations of {@link #async} do not wait.
 *
 * <pre>{@code
 * for (FunctionInfo function : worker.discovery().functions(DiscoveryFilter.all().prefix("cmd::"))) {
 *     log.info("{} of {}", function.id(), function.workerName());
 * }
 * }</pre>
 *
 * <p>Tests of an application may implement this interface and then need no engine. New methods may be added in later
 * versions.
 */
public interface DiscoveryClient {

    /**
     * Returns a client that sets options of each of its calls: {@code with(call -> call.timeout(Duration.ofSeconds(2)))}.
     *
     * @param options returns a copy of the call that it receives
     */
    DiscoveryClient with(UnaryOperator<Call> options);

    /** Returns the same operations as methods that return futures. */
    Async async();

    /** Returns all functions that are not internal, sorted by id. */
    default List<FunctionInfo> functions() {
        return functions(DiscoveryFilter.all());
    }

    /** Returns the functions that match a filter, sorted by id. */
    List<FunctionInfo> functions(DiscoveryFilter filter);

    /** Returns all workers, including the engine's built-in workers. */
    default List<WorkerInfo> workers() {
        return workers(WorkerFilter.all());
    }

    /** Returns the workers that match a filter, including the engine's built-in workers. */
    List<WorkerInfo> workers(WorkerFilter filter);

    /** Returns all trigger types that are not internal. */
    default List<TriggerTypeInfo> triggerTypes() {
        return triggerTypes(DiscoveryFilter.all());
    }

    /** Returns the trigger types that match a filter. */
    List<TriggerTypeInfo> triggerTypes(DiscoveryFilter filter);

    /** Returns all triggers that are not internal, with the functions that are bound to them. */
    default List<RegisteredTrigger> triggers() {
        return triggers(DiscoveryFilter.all());
    }

    /** Returns the triggers that match a filter, with the functions that are bound to them. */
    List<RegisteredTrigger> triggers(DiscoveryFilter filter);

    /**
     * Returns the function with this id in the namespace {@code default}, or otherwise in the only namespace that has such a
     * function; empty if none exists.
     */
    Optional<FunctionDetails> function(String id);

    /** Returns the function with this id in a namespace; empty if none exists. */
    Optional<FunctionDetails> function(String id, String namespace);

    /**
     * Returns the worker with this name in the namespace {@code default}, or otherwise in the only namespace that has such a
     * worker; empty if none is connected.
     */
    Optional<WorkerDetails> worker(String name);

    /** Returns the worker with this name in a namespace; empty if none is connected. */
    Optional<WorkerDetails> worker(String name, String namespace);

    /** Returns the trigger type with this name in the namespace {@code default}; empty if no worker provides it. */
    Optional<TriggerTypeInfo> triggerType(String name);

    /** Returns the trigger type with this name in a namespace; empty if no worker provides it. */
    Optional<TriggerTypeInfo> triggerType(String name, String namespace);

    /** Returns the trigger with this id; empty if none exists, or if it waits for the provider of its type. */
    Optional<RegisteredTrigger> trigger(String id);

    /**
     * The operations of {@link DiscoveryClient} without waiting. A future completes on a callback thread of the worker, and
     * fails with the exception that the blocking operation throws. Cancelling it abandons the call; the engine may execute it
     * nevertheless. Arguments are checked before a method returns. Thread-safe.
     */
    interface Async {

        /** Lists the functions without waiting. See {@link DiscoveryClient#functions()}. */
        default CompletableFuture<List<FunctionInfo>> functions() {
            return functions(DiscoveryFilter.all());
        }

        /** Lists the functions that match a filter without waiting. See {@link DiscoveryClient#functions(DiscoveryFilter)}. */
        CompletableFuture<List<FunctionInfo>> functions(DiscoveryFilter filter);

        /** Lists the workers without waiting. See {@link DiscoveryClient#workers()}. */
        default CompletableFuture<List<WorkerInfo>> workers() {
            return workers(WorkerFilter.all());
        }

        /** Lists the workers that match a filter without waiting. See {@link DiscoveryClient#workers(WorkerFilter)}. */
        CompletableFuture<List<WorkerInfo>> workers(WorkerFilter filter);

        /** Lists the trigger types without waiting. See {@link DiscoveryClient#triggerTypes()}. */
        default CompletableFuture<List<TriggerTypeInfo>> triggerTypes() {
            return triggerTypes(DiscoveryFilter.all());
        }

        /**
         * Lists the trigger types that match a filter without waiting. See {@link
         * DiscoveryClient#triggerTypes(DiscoveryFilter)}.
         */
        CompletableFuture<List<TriggerTypeInfo>> triggerTypes(DiscoveryFilter filter);

        /** Lists the triggers without waiting. See {@link DiscoveryClient#triggers()}. */
        default CompletableFuture<List<RegisteredTrigger>> triggers() {
            return triggers(DiscoveryFilter.all());
        }

        /** Lists the triggers that match a filter without waiting. See {@link DiscoveryClient#triggers(DiscoveryFilter)}. */
        CompletableFuture<List<RegisteredTrigger>> triggers(DiscoveryFilter filter);

        /** Looks up a function without waiting. See {@link DiscoveryClient#function(String)}. */
        CompletableFuture<Optional<FunctionDetails>> function(String id);

        /** Looks up a function in a namespace without waiting. See {@link DiscoveryClient#function(String, String)}. */
        CompletableFuture<Optional<FunctionDetails>> function(String id, String namespace);

        /** Looks up a worker without waiting. See {@link DiscoveryClient#worker(String)}. */
        CompletableFuture<Optional<WorkerDetails>> worker(String name);

        /** Looks up a worker in a namespace without waiting. See {@link DiscoveryClient#worker(String, String)}. */
        CompletableFuture<Optional<WorkerDetails>> worker(String name, String namespace);

        /** Looks up a trigger type without waiting. See {@link DiscoveryClient#triggerType(String)}. */
        CompletableFuture<Optional<TriggerTypeInfo>> triggerType(String name);

        /** Looks up a trigger type in a namespace without waiting. See {@link DiscoveryClient#triggerType(String, String)}. */
        CompletableFuture<Optional<TriggerTypeInfo>> triggerType(String name, String namespace);

        /** Looks up a trigger without waiting. See {@link DiscoveryClient#trigger}. */
        CompletableFuture<Optional<RegisteredTrigger>> trigger(String id);
    }
}
