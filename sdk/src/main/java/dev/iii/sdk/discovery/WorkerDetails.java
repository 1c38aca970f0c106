package dev.iii.sdk.discovery;

import java.util.List;
import java.util.OptionalLong;

/**
 * A worker with its functions, trigger types and triggers. Immutable.
 *
 * @param info the fields that lists of workers contain, too
 * @param pid the id of its process
 * @param functions the functions that it owns
 * @param triggerTypes the trigger types that it provides
 * @param triggers the triggers that it has registered
 */
public record WorkerDetails(
        WorkerInfo info,
        OptionalLong pid,
        List<FunctionInfo> functions,
        List<TriggerTypeInfo> triggerTypes,
        List<RegisteredTrigger> triggers) {

    /** Copies the functions, trigger types and triggers. */
    public WorkerDetails {
        functions = List.copyOf(functions);
        triggerTypes = List.copyOf(triggerTypes);
        triggers = List.copyOf(triggers);
    }
}
