package dev.iii.stub.core.call;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.trigger.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function: its payload and its trace. Immutable.
 *
 * @param functionId the id of the function
 * @param namespace the namespace of the function
 * @param payload the payload
 * @param metadata any JSON, delivered in addition to the payload; {@code null} for none
 * @param trace the trace that the call belongs to
 */
public record Call(
        String functionId,
        String namespace,
        RawJson payload,
        @Nullable RawJson metadata,
        TraceContext trace) {

    /** Returns a call of a function in the default namespace. */
    public static Call of(String functionId, RawJson payload) {
        return new Call(functionId, Namespaces.DEFAULT, payload, null, TraceContext.NONE);
    }

    /** Returns a call of the function of a trigger, without the metadata of the trigger. */
    public static Call of(Trigger trigger, RawJson payload) {
        return new Call(trigger.functionId(), trigger.namespace(), payload, null, TraceContext.NONE);
    }

    /** Returns a copy with another namespace. */
    public Call in(String otherNamespace) {
        return new Call(functionId, otherNamespace, payload, metadata, trace);
    }

    /** Returns a copy with metadata; {@code null} for none. */
    public Call withMetadata(@Nullable RawJson json) {
        return new Call(functionId, namespace, payload, json, trace);
    }

    /** Returns a copy that belongs to a trace. */
    public Call withTrace(TraceContext context) {
        return new Call(functionId, namespace, payload, metadata, context);
    }
}
