package dev.iii.sdk;

import dev.iii.protocol.Action;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.JsonCodec;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the frames of calls. Thread-safe. */
record CallFrames(
        JsonCodec codec,
        Duration defaultTimeout,
        @Nullable String ownNamespace,
        int maxPayloadBytes,
        InvocationIds ids,
        Tracing tracing) {

    /**
     * A call that is to be sent.
     *
     * @param now its time begins here, in the nanoseconds of the session
     * @throws InvalidPayloadException when payload and metadata cannot be written, or are too large
     */
    PendingCall pending(CallSpec spec, @Nullable Action action, CallSink sink, long now) {
        RawJson data = Payloads.writeFor(spec.functionId(), spec.payload(), codec);
        RawJson metadata =
                spec.metadata() == null ? null : Payloads.writeFor(spec.functionId(), spec.metadata(), codec);
        int bytes = data.length() + (metadata == null ? 0 : metadata.length());
        if (bytes > maxPayloadBytes) {
            throw new InvalidPayloadException(
                    "the payload for " + spec.functionId() + " has " + bytes + " bytes; the engine takes "
                            + maxPayloadBytes + " at most (use a channel for large data)",
                    "",
                    null);
        }
        boolean reply = !(action instanceof Action.VoidAction);
        UUID id = ids.next();
        Tracing.Fields trace = tracing.current();
        InvokeFunction frame = new InvokeFunction(
                reply ? id : null,
                spec.functionId(),
                data,
                action,
                metadata,
                namespace(spec),
                trace.traceparent(),
                trace.baggage());
        return new PendingCall(id, frame, now + timeout(spec).toNanos(), sink);
    }

    Duration timeout(CallSpec spec) {
        return spec.timeout() == null ? defaultTimeout : spec.timeout();
    }

    private @Nullable String namespace(CallSpec spec) {
        if (spec.namespace() != null) {
            return spec.namespace();
        }
        return EngineFunctions.contains(spec.functionId()) ? null : ownNamespace;
    }
}
