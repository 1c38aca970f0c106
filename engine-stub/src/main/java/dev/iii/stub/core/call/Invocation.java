package dev.iii.stub.core.call;

import dev.iii.protocol.RawJson;
import dev.iii.stub.core.trigger.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What is to be called.
 *
 * @param functionId the function
 * @param namespace where it is looked up
 * @param data the payload
 * @param metadata any JSON, delivered beside the payload
 * @param trace the trace that the call belongs to
 */
public record Invocation(
        String functionId,
        String namespace,
        RawJson data,
        @Nullable RawJson metadata,
        TraceContext trace) {

    /** A call of a function in the default namespace. */
    public static Invocation of(String functionId, RawJson data) {
        return new Invocation(functionId, Namespaces.DEFAULT, data, null, TraceContext.NONE);
    }

    /** A call of the function that a trigger is bound to, without the metadata of the trigger. */
    public static Invocation of(Trigger trigger, RawJson data) {
        return new Invocation(trigger.functionId(), trigger.namespace(), data, null, TraceContext.NONE);
    }

    /** The same in another namespace. */
    public Invocation in(String otherNamespace) {
        return new Invocation(functionId, otherNamespace, data, metadata, trace);
    }

    /** The same with metadata, {@code null} for none. */
    public Invocation withMetadata(@Nullable RawJson json) {
        return new Invocation(functionId, namespace, data, json, trace);
    }

    /** The same in a trace. */
    public Invocation withTrace(TraceContext context) {
        return new Invocation(functionId, namespace, data, metadata, context);
    }
}
