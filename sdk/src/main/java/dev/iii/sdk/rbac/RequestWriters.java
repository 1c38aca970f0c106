package dev.iii.sdk.rbac;

import dev.iii.sdk.internal.http.ConnectionFields;
import dev.iii.sdk.internal.json.JsonObject;
import dev.iii.sdk.json.Json;

/** Writes the requests of a port with access control as the engine does, so that {@link RequestReaders} read them back. */
final class RequestWriters {

    private RequestWriters() {}

    static Json auth(AuthRequest request) {
        return ConnectionFields.write(request.headers(), request.query())
                .put("ip_address", request.ipAddress())
                .toJson();
    }

    static Json function(FunctionRegistrationRequest request) {
        return new JsonObject()
                .put("function_id", request.functionId())
                .putIfPresent("description", request.description().orElse(null))
                .putIfPresent("metadata", request.metadata().orElse(null))
                .put("namespace", request.namespace())
                .putIfPresent("context", request.context().orElse(null))
                .toJson();
    }

    static Json trigger(TriggerRegistrationRequest request) {
        return new JsonObject()
                .put("trigger_id", request.triggerId())
                .put("trigger_type", request.triggerType())
                .put("function_id", request.functionId())
                .put("config", request.config())
                .putIfPresent("metadata", request.metadata().orElse(null))
                .put("namespace", request.namespace())
                .putIfPresent("context", request.context().orElse(null))
                .toJson();
    }

    static Json triggerType(TriggerTypeRegistrationRequest request) {
        return new JsonObject()
                .put("trigger_type_id", request.triggerTypeId())
                .putIfPresent("description", request.description().orElse(null))
                .putIfPresent("context", request.context().orElse(null))
                .toJson();
    }

    static Json middleware(MiddlewareRequest request) {
        return new JsonObject()
                .put("function_id", request.functionId())
                .put("payload", request.payload())
                .putIfPresent("action", request.action().orElse(null))
                .putIfPresent("context", request.context().orElse(null))
                .put("namespace", request.namespace())
                .toJson();
    }
}
