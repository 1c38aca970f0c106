package dev.iii.sdk.internal.client;

import dev.iii.sdk.discovery.FunctionDetails;
import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.discovery.RegisteredTrigger;
import dev.iii.sdk.discovery.TriggerTypeInfo;
import dev.iii.sdk.discovery.WorkerDetails;
import dev.iii.sdk.discovery.WorkerInfo;
import dev.iii.sdk.internal.json.JsonFields;
import dev.iii.sdk.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the results of the engine's discovery functions. */
final class DiscoveryResults {

    private DiscoveryResults() {}

    static FunctionDetails functionDetails(Json json) {
        FunctionInfo info = FunctionInfo.of(json);
        JsonFields fields = JsonFields.of(json, "a function");
        return new FunctionDetails(
                info,
                Optional.ofNullable(fields.jsonOrNull("request_schema")),
                Optional.ofNullable(fields.jsonOrNull("response_schema")),
                fields.list("registered_triggers", each -> trigger(each, info.id(), info.workerName())));
    }

    static WorkerInfo worker(Json json) {
        JsonFields fields = JsonFields.of(json, "a worker");
        return new WorkerInfo(
                fields.text("id"),
                Optional.ofNullable(fields.textOrNull("name")),
                fields.text("namespace", "default"),
                Optional.ofNullable(fields.textOrNull("runtime")),
                Optional.ofNullable(fields.textOrNull("version")),
                Optional.ofNullable(fields.textOrNull("os")),
                Optional.ofNullable(fields.textOrNull("ip_address")),
                Optional.ofNullable(fields.textOrNull("isolation")),
                Optional.ofNullable(fields.textOrNull("description")),
                fields.text("status", ""),
                fields.number("function_count", 0),
                fields.number("active_invocations", 0),
                Instant.ofEpochMilli(fields.number("connected_at_ms", 0)));
    }

    static WorkerDetails workerDetails(Json json) {
        JsonFields fields = JsonFields.of(json, "a worker");
        JsonFields worker = JsonFields.of(fields.json("worker"), "the field worker");
        return new WorkerDetails(
                worker(fields.json("worker")),
                numberIfPresent(worker, "pid"),
                fields.list("functions", FunctionInfo::of),
                fields.list("trigger_types", DiscoveryResults::triggerType),
                fields.list("registered_triggers", DiscoveryResults::trigger));
    }

    static TriggerTypeInfo triggerType(Json json) {
        JsonFields fields = JsonFields.of(json, "a trigger type");
        return new TriggerTypeInfo(
                fields.text("id"),
                fields.text("namespace", "default"),
                fields.text("worker_name", ""),
                fields.text("description", ""),
                Optional.ofNullable(fields.jsonOrNull("configuration_schema")),
                Optional.ofNullable(fields.jsonOrNull("request_schema")),
                numberIfPresent(fields, "instance_count"));
    }

    static RegisteredTrigger trigger(Json json) {
        return trigger(json, "", "");
    }

    /** The triggers in the details of a function omit the function and its worker. */
    private static RegisteredTrigger trigger(Json json, String functionId, String workerName) {
        JsonFields fields = JsonFields.of(json, "a registered trigger");
        return new RegisteredTrigger(
                fields.text("id"),
                fields.text("trigger_type"),
                fields.text("function_id", functionId),
                fields.text("worker_name", workerName),
                fields.json("config"),
                Optional.ofNullable(fields.jsonOrNull("metadata")));
    }

    private static OptionalLong numberIfPresent(JsonFields fields, String name) {
        return fields.jsonOrNull(name) == null ? OptionalLong.empty() : OptionalLong.of(fields.number(name));
    }
}
