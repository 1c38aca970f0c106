package dev.iii.sdk.internal.call;

import dev.iii.protocol.Action;
import dev.iii.protocol.InvokeFunction;
import dev.iii.protocol.RawJson;
import dev.iii.sdk.call.Call;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.internal.json.Payloads;
import dev.iii.sdk.internal.session.CallCompletion;
import dev.iii.sdk.internal.session.FrameLimit;
import dev.iii.sdk.internal.session.PendingCall;
import dev.iii.sdk.internal.telemetry.Tracing;
import dev.iii.sdk.json.JsonCodec;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Creates the frames of calls. Thread-safe.
 *
 * @param defaultTimeout the timeout of calls without one
 * @param ownNamespace the namespace of calls without one; {@code null} for {@code default}
 * @param limit the maximum size of a frame; payload and metadata together leave its reserve
 */
public record CallFrames(
        JsonCodec codec,
        Duration defaultTimeout,
        @Nullable String ownNamespace,
        FrameLimit limit,
        InvocationIds ids,
        Tracing tracing) {

    /**
     * Creates a pending call.
     *
     * @param now the time at which the timeout starts, on the clock of the session
     * @throws InvalidPayloadException if payload and metadata cannot be written, or are too large
     */
    PendingCall pending(Call call, @Nullable Action action, CallCompletion completion, long now) {
        RawJson data = write(call, call.payload());
        RawJson metadata = call.metadata() == null ? null : write(call, call.metadata());
        long bytes = (long) data.length() + (metadata == null ? 0 : metadata.length());
        limit.requirePayload(bytes, "the payload for " + call.functionId(), "use a channel for large data");
        boolean reply = !(action instanceof Action.VoidAction);
        UUID id = ids.next();
        Tracing.Fields trace = tracing.current();
        InvokeFunction frame = new InvokeFunction(
                reply ? id : null,
                call.functionId(),
                data,
                action,
                metadata,
                namespace(call),
                trace.traceparent(),
                trace.baggage());
        limit.require(frame, "the call of " + call.functionId(), "shorten its ids and its baggage");
        return new PendingCall(id, frame, now + timeout(call).toNanos(), completion);
    }

    /**
     * Writes the payload or the metadata of a call.
     *
     * @throws InvalidPayloadException if the value cannot be written, or is too large
     */
    RawJson write(Call call, @Nullable Object value) {
        return Payloads.writeFor(call.functionId(), value, codec, limit.maxPayloadBytes());
    }

    Duration timeout(Call call) {
        return call.timeout().orElse(defaultTimeout);
    }

    private @Nullable String namespace(Call call) {
        return call.namespace().orElseGet(() -> EngineFunctionIds.contains(call.functionId()) ? null : ownNamespace);
    }
}
