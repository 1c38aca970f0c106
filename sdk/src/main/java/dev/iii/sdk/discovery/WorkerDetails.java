package dev.iii.sdk.discovery;

import java.util.List;
import java.util.OptionalLong;

/**
 * All that an engine says about a worker. Immutable.
 *
 * @param info what lists of workers have as well
 * @param pid its process
 * @param functions what it has
 * @param triggerTypes what it provides
 * @param triggers what it has registered
 */
public record WorkerDetails(
        WorkerInfo info,
        OptionalLong pid,
        List<FunctionInfo> functions,
        List<TriggerTypeInfo> triggerTypes,
        List<RegisteredTrigger> triggers) {

    /** Keeps copies of the functions, trigger types and triggers. */
    public WorkerDetails {
        functions = List.copyOf(functions);
        triggerTypes = List.copyOf(triggerTypes);
        triggers = List.copyOf(triggers);
    }
}
