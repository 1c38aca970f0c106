package dev.iii.stub.rbac;

import dev.iii.protocol.Action;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.stub.core.connection.Admission;
import dev.iii.stub.json.ObjectWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the payloads for the auth function, the hooks and the middleware, in the format of the real engine. */
final class HookPayloads {

    private static final RawJson VOID = new ObjectWriter().put("type", "void").end();

    private HookPayloads() {}

    /**
     * Returns the payload for the auth function: {@code
     * {"headers":{…},"query_params":{"a":["1","2"]},"ip_address":"…"}}.
     */
    static RawJson aboutClient(Admission.Client client) {
        return new ObjectWriter()
                .put("headers", headers(client.headers()))
                .put("query_params", query(client.query()))
                .put("ip_address", client.address())
                .end();
    }

    static RawJson aboutFunction(RegisterFunction frame, String namespace, RawJson context) {
        return new ObjectWriter()
                .put("function_id", frame.id())
                .put("description", frame.description())
                .putOrNull("metadata", frame.metadata())
                .put("namespace", namespace)
                .put("context", context)
                .end();
    }

    static RawJson aboutTrigger(RegisterTrigger frame, String namespace, RawJson context) {
        return new ObjectWriter()
                .put("trigger_id", frame.id())
                .put("trigger_type", frame.triggerType())
                .put("function_id", frame.functionId())
                .putOrNull("config", frame.config())
                .putOrNull("metadata", frame.metadata())
                .put("namespace", namespace)
                .put("context", context)
                .end();
    }

    static RawJson aboutTriggerType(RegisterTriggerType frame, RawJson context) {
        return new ObjectWriter()
                .put("trigger_type_id", frame.id())
                .put("description", frame.description())
                .put("context", context)
                .end();
    }

    static RawJson aboutCall(InvokeFunction call, String namespace, RawJson context) {
        return new ObjectWriter()
                .put("function_id", call.functionId())
                .put("payload", call.data())
                .putOrNull("action", action(call.action()))
                .put("context", context)
                .put("namespace", namespace)
                .end();
    }

    private static @Nullable RawJson action(@Nullable Action action) {
        if (action instanceof Action.EnqueueAction enqueue) {
            return new ObjectWriter()
                    .put("type", "enqueue")
                    .put("queue", enqueue.queue())
                    .end();
        }
        return action == null ? null : VOID;
    }

    /** Returns the last value of each header. Headers whose value is not visible ASCII are omitted. */
    private static RawJson headers(Map<String, List<String>> headers) {
        ObjectWriter out = new ObjectWriter();
        headers.forEach((name, values) -> {
            String last = values.isEmpty() ? "" : values.get(values.size() - 1);
            if (!values.isEmpty() && last.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7F)) {
                out.put(name, last);
            }
        });
        return out.end();
    }

    /** Returns the query parameters without decoding them. */
    private static RawJson query(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!key.isEmpty()) {
                parameters
                        .computeIfAbsent(key, name -> new ArrayList<>())
                        .add(equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        ObjectWriter out = new ObjectWriter();
        parameters.forEach((name, values) -> out.put(name, ObjectWriter.strings(values)));
        return out.end();
    }
}
