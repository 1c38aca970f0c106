package dev.iii.sdk.discovery;

import dev.iii.sdk.Json;
import dev.iii.sdk.internal.json.JsonFields;
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

    static WorkerDetails of(Json json) {
        JsonFields fields = JsonFields.of(json, "a worker");
        JsonFields worker = JsonFields.of(fields.json("worker"), "the field worker");
        return new WorkerDetails(
                WorkerInfo.of(fields.json("worker")),
                worker.jsonOrNull("pid") == null ? OptionalLong.empty() : OptionalLong.of(worker.number("pid")),
                fields.list("functions", FunctionInfo::of),
                fields.list("trigger_types", TriggerTypeInfo::of),
                fields.list("registered_triggers", RegisteredTrigger::of));
    }
}
