package dev.iii.protocol;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes frames as JSON. Optional fields that are {@code null} are omitted. Thread-safe. */
public final class FrameEncoder {

    private FrameEncoder() {}

    /** Appends one frame to the buffer. */
    public static void encode(Frame frame, JsonBuffer out) {
        Fields fields = new Fields(out);
        // Test the two frames of every call first; all others are rare.
        if (frame instanceof InvokeFunction f) {
            fields.invoke(f);
        } else if (frame instanceof InvocationResult f) {
            fields.result(f);
        } else {
            fields.other(frame);
        }
        out.raw('}');
    }

    /** Returns one encoded frame as a new array. */
    public static byte[] encode(Frame frame) {
        JsonBuffer out = new JsonBuffer();
        encode(frame, out);
        return out.toByteArray();
    }

    /** Writes the fields of a frame: each name with the punctuation around it, then the value. */
    private record Fields(JsonBuffer out) {

        private static final byte[] ID = name("id");
        private static final byte[] INVOCATION_ID = name("invocation_id");
        private static final byte[] FUNCTION_ID = name("function_id");
        private static final byte[] DATA = name("data");
        private static final byte[] METADATA = name("metadata");
        private static final byte[] NAMESPACE = name("namespace");
        private static final byte[] TRACEPARENT = name("traceparent");
        private static final byte[] BAGGAGE = name("baggage");
        private static final byte[] RESULT = name("result");
        private static final byte[] DESCRIPTION = name("description");
        private static final byte[] TRIGGER_TYPE = name("trigger_type");
        private static final byte[] INVOKE = type("invokefunction");
        private static final byte[] INVOCATION_RESULT = type("invocationresult");
        private static final byte[] ACTION_VOID = ",\"action\":{\"type\":\"void\"}".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] ACTION_ENQUEUE =
                ",\"action\":{\"type\":\"enqueue\",\"queue\":".getBytes(StandardCharsets.US_ASCII);

        private static byte[] name(String name) {
            return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
        }

        private static byte[] type(String type) {
            return ("{\"type\":\"" + type + "\"").getBytes(StandardCharsets.US_ASCII);
        }

        void invoke(InvokeFunction f) {
            out.raw(INVOKE);
            uuid(INVOCATION_ID, f.invocationId());
            string(FUNCTION_ID, f.functionId());
            raw(DATA, f.data());
            if (f.action() instanceof Action.VoidAction) {
                out.raw(ACTION_VOID);
            } else if (f.action() instanceof Action.EnqueueAction enqueue) {
                out.raw(ACTION_ENQUEUE).string(enqueue.queue()).raw('}');
            }
            raw(METADATA, f.metadata());
            string(NAMESPACE, f.namespace());
            string(TRACEPARENT, f.traceparent());
            string(BAGGAGE, f.baggage());
        }

        void result(InvocationResult f) {
            out.raw(INVOCATION_RESULT);
            uuid(INVOCATION_ID, f.invocationId());
            string(FUNCTION_ID, f.functionId());
            raw(RESULT, f.result());
            error(f.error());
            string(TRACEPARENT, f.traceparent());
            string(BAGGAGE, f.baggage());
        }

        void other(Frame frame) {
            if (frame instanceof WorkerRegistered f) {
                out.raw(type("workerregistered"));
                string(name("worker_id"), f.workerId());
                string(name("reattach_token"), f.reattachToken());
            } else if (frame instanceof Reattach f) {
                out.raw(type("reattach"));
                string(name("previous_worker_id"), f.previousWorkerId());
                string(name("reattach_token"), f.reattachToken());
            } else if (frame instanceof RegisterFunction f) {
                registerFunction(f);
            } else if (frame instanceof UnregisterFunction f) {
                out.raw(type("unregisterfunction"));
                string(ID, f.id());
            } else if (frame instanceof RegisterTriggerType f) {
                out.raw(type("registertriggertype"));
                string(ID, f.id());
                string(DESCRIPTION, f.description());
                raw(name("trigger_request_format"), f.triggerRequestFormat());
                raw(name("call_request_format"), f.callRequestFormat());
                string(NAMESPACE, f.namespace());
            } else if (frame instanceof RegisterTrigger f) {
                registerTrigger(f);
            } else if (frame instanceof TriggerRegistrationResult f) {
                out.raw(type("triggerregistrationresult"));
                string(ID, f.id());
                string(TRIGGER_TYPE, f.triggerType());
                string(FUNCTION_ID, f.functionId());
                error(f.error());
            } else if (frame instanceof UnregisterTrigger f) {
                out.raw(type("unregistertrigger"));
                string(ID, f.id());
                string(TRIGGER_TYPE, f.triggerType());
            } else if (frame instanceof RegisterService f) {
                out.raw(type("registerservice"));
                string(ID, f.id());
                string(name("name"), f.name());
                string(DESCRIPTION, f.description());
                string(name("parent_service_id"), f.parentServiceId());
            } else if (frame instanceof RegistrationRejected f) {
                out.raw(type("registrationrejected"));
                string(name("code"), f.code());
                string(NAMESPACE, f.namespace());
                string(name("worker_name"), f.workerName());
                string(FUNCTION_ID, f.functionId());
                string(name("owner_worker_id"), f.ownerWorkerId());
            } else if (frame instanceof ConnectionRefused f) {
                out.raw(type("error"));
                error(f.error());
            } else if (frame instanceof Ping) {
                out.raw(type("ping"));
            } else if (frame instanceof Pong) {
                out.raw(type("pong"));
            } else {
                throw new IllegalStateException("no encoding for " + frame.getClass());
            }
        }

        private void registerFunction(RegisterFunction f) {
            out.raw(type("registerfunction"));
            string(ID, f.id());
            string(DESCRIPTION, f.description());
            raw(name("request_format"), f.requestFormat());
            raw(name("response_format"), f.responseFormat());
            raw(METADATA, f.metadata());
            raw(name("invocation"), f.invocation());
        }

        private void registerTrigger(RegisterTrigger f) {
            out.raw(type("registertrigger"));
            string(ID, f.id());
            string(TRIGGER_TYPE, f.triggerType());
            string(FUNCTION_ID, f.functionId());
            raw(name("config"), f.config());
            raw(METADATA, f.metadata());
            string(NAMESPACE, f.namespace());
            string(name("trigger_namespace"), f.triggerNamespace());
        }

        private void uuid(byte[] name, @Nullable UUID value) {
            if (value != null) {
                out.raw(name).uuid(value);
            }
        }

        private void string(byte[] name, @Nullable String value) {
            if (value != null) {
                out.raw(name).string(value);
            }
        }

        private void raw(byte[] name, @Nullable RawJson value) {
            if (value != null) {
                out.raw(name).raw(value);
            }
        }

        private void error(@Nullable ErrorBody error) {
            if (error != null) {
                out.raw(name("error")).raw('{');
                out.raw("\"code\":".getBytes(StandardCharsets.US_ASCII)).string(error.code());
                string(name("message"), error.message());
                string(name("stacktrace"), error.stacktrace());
                out.raw('}');
            }
        }
    }
}
