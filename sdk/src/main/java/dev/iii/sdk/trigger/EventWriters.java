package dev.iii.sdk.trigger;

import dev.iii.sdk.discovery.FunctionInfo;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.JsonCodec;
import dev.iii.sdk.stream.StreamPath;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the events of built-in triggers as the engine does, so that {@link EventReaders} read them back. */
final class EventWriters {

    private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

    private EventWriters() {}

    static Json cron(CronEvent event) {
        return new JsonObject()
                .put("trigger", "cron")
                .put("job_id", event.jobId())
                .put("scheduled_time", event.scheduledTime().toString())
                .put("actual_time", event.actualTime().toString())
                .toJson();
    }

    static Json state(StateEvent<?> event, JsonCodec codec) {
        return new JsonObject()
                .put("type", "state")
                .put("event_type", kind("state:", event.kind()))
                .put("scope", event.scope())
                .put("key", event.key())
                .put("old_value", value(event.oldValue(), codec))
                .put("new_value", value(event.newValue(), codec))
                .toJson();
    }

    static Json configuration(ConfigurationEvent<?> event, JsonCodec codec) {
        return new JsonObject()
                .put("event_type", kind("configuration:", event.kind()))
                .put("id", event.id())
                .put("name", event.name())
                .put("description", event.description())
                .put("schema", event.schema())
                .put("old_value", value(event.oldValue(), codec))
                .put("new_value", value(event.newValue(), codec))
                .toJson();
    }

    static Json streamMember(String subscriptionId, StreamPath path, Optional<Json> context) {
        return new JsonObject()
                .put("subscription_id", subscriptionId)
                .put("stream_name", path.stream())
                .put("group_id", path.group())
                .putIfPresent("id", path.item().orElse(null))
                .putIfPresent("context", context.orElse(null))
                .toJson();
    }

    static Json log(LogEvent event) {
        Map<String, Json> resource = new LinkedHashMap<>();
        event.resource().forEach((name, value) -> resource.put(name, Json.of(value)));
        return new JsonObject()
                .put("timestamp_unix_nano", nanos(event.time()))
                .put("observed_timestamp_unix_nano", nanos(event.observed()))
                .put("severity_number", event.severityNumber())
                .put("severity_text", event.severityText())
                .put("body", event.body())
                .put("attributes", Json.object(event.attributes()))
                .putIfPresent("trace_id", event.traceId().orElse(null))
                .putIfPresent("span_id", event.spanId().orElse(null))
                .put("service_name", event.serviceName())
                .put("resource", Json.object(resource))
                .toJson();
    }

    static Json trace(TraceEvent event) {
        return new JsonObject().put("trace_ids", event.traceIds()).toJson();
    }

    static Json functions(FunctionsAvailableEvent event) {
        return new JsonObject()
                .put("event", "functions_changed")
                .put(
                        "functions",
                        Json.array(event.functions().stream()
                                .map(EventWriters::function)
                                .toList()))
                .toJson();
    }

    private static Json function(FunctionInfo function) {
        return new JsonObject()
                .put("function_id", function.id())
                .put("namespace", function.namespace())
                .put("worker_name", function.workerName())
                .putIfPresent("description", function.description().orElse(null))
                .putIfPresent("metadata", function.metadata().orElse(null))
                .toJson();
    }

    static Json workers(WorkersAvailableEvent event) {
        return new JsonObject()
                .put("event", kind("worker_", event.kind()))
                .put("worker_id", event.workerId())
                .toJson();
    }

    private static Json value(Optional<?> value, JsonCodec codec) {
        return Payloads.json(value.orElse(null), codec);
    }

    private static String kind(String prefix, Enum<?> kind) {
        return prefix + kind.name().toLowerCase(Locale.ROOT);
    }

    private static Json nanos(Instant time) {
        BigInteger nanos =
                BigInteger.valueOf(time.getEpochSecond()).multiply(BILLION).add(BigInteger.valueOf(time.getNano()));
        return Json.of(nanos);
    }
}
