package dev.iii.stub.rbac;

import dev.iii.protocol.Action;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.JsonBuffer;
import dev.iii.protocol.RawJson;
import dev.iii.protocol.RegisterFunction;
import dev.iii.protocol.RegisterTrigger;
import dev.iii.protocol.RegisterTriggerType;
import dev.iii.stub.core.connection.Admission;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the payloads for the auth function, the hooks and the middleware, in the format of the real engine. */
final class HookPayloads {

    private static final byte[] VOID = "{\"type\":\"void\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENQUEUE = "{\"type\":\"enqueue\",\"queue\":".getBytes(StandardCharsets.US_ASCII);

    private final JsonBuffer out = new JsonBuffer();
    private char before = '{';

    private HookPayloads() {}

    /**
     * Returns the payload for the auth function: {@code
     * {"headers":{…},"query_params":{"a":["1","2"]},"ip_address":"…"}}.
     */
    static RawJson aboutVisitor(Admission.Visitor visitor) {
        HookPayloads question = new HookPayloads();
        question.name("headers");
        question.headers(visitor.headers());
        question.name("query_params");
        question.query(visitor.query());
        return question.text("ip_address", visitor.address()).end();
    }

    static RawJson aboutFunction(RegisterFunction frame, String namespace, RawJson context) {
        return new HookPayloads()
                .text("function_id", frame.id())
                .text("description", frame.description())
                .json("metadata", frame.metadata())
                .text("namespace", namespace)
                .json("context", context)
                .end();
    }

    static RawJson aboutTrigger(RegisterTrigger frame, String namespace, RawJson context) {
        return new HookPayloads()
                .text("trigger_id", frame.id())
                .text("trigger_type", frame.triggerType())
                .text("function_id", frame.functionId())
                .json("config", frame.config())
                .json("metadata", frame.metadata())
                .text("namespace", namespace)
                .json("context", context)
                .end();
    }

    static RawJson aboutTriggerType(RegisterTriggerType frame, RawJson context) {
        return new HookPayloads()
                .text("trigger_type_id", frame.id())
                .text("description", frame.description())
                .json("context", context)
                .end();
    }

    static RawJson aboutCall(InvokeFunction call, String namespace, RawJson context) {
        HookPayloads question = new HookPayloads();
        question.text("function_id", call.functionId()).json("payload", call.data());
        question.name("action");
        question.action(call.action());
        return question.json("context", context).text("namespace", namespace).end();
    }

    // ---------------------------------------------------------------- writing

    private void name(String name) {
        out.raw(before).string(name).raw(':');
        before = ',';
    }

    private HookPayloads text(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            out.raw(RawJson.NULL);
        } else {
            out.string(value);
        }
        return this;
    }

    private HookPayloads json(String name, @Nullable RawJson value) {
        name(name);
        out.raw(value == null ? RawJson.NULL : value);
        return this;
    }

    private RawJson end() {
        out.raw('}');
        return RawJson.wrap(out.toByteArray());
    }

    private void action(@Nullable Action action) {
        if (action == null) {
            out.raw(RawJson.NULL);
        } else if (action instanceof Action.EnqueueAction enqueue) {
            out.raw(ENQUEUE).string(enqueue.queue()).raw('}');
        } else {
            out.raw(VOID);
        }
    }

    /** Writes the last value of each header. Headers whose value is not visible ASCII are omitted. */
    private void headers(Map<String, List<String>> headers) {
        char separator = '{';
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            List<String> values = header.getValue();
            String last = values.isEmpty() ? "" : values.get(values.size() - 1);
            if (!values.isEmpty() && last.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 0x7F)) {
                out.raw(separator).string(header.getKey()).raw(':').string(last);
                separator = ',';
            }
        }
        out.raw(separator == '{' ? "{}".getBytes(StandardCharsets.US_ASCII) : new byte[] {'}'});
    }

    /** Writes the query parameters without decoding them. */
    private void query(String query) {
        Map<String, JsonBuffer> lists = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!key.isEmpty()) {
                JsonBuffer list = lists.computeIfAbsent(key, name -> new JsonBuffer());
                list.raw(list.length() == 0 ? '[' : ',').string(equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        char separator = '{';
        for (Map.Entry<String, JsonBuffer> entry : lists.entrySet()) {
            JsonBuffer list = entry.getValue();
            out.raw(separator).string(entry.getKey()).raw(':');
            out.raw(list.array(), 0, list.length()).raw(']');
            separator = ',';
        }
        out.raw(separator == '{' ? "{}".getBytes(StandardCharsets.US_ASCII) : new byte[] {'}'});
    }
}
