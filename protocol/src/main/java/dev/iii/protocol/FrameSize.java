package dev.iii.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The size of frames on the wire. A frame that is larger than its receiver accepts ends the whole connection, so a sender
 * checks frames before it sends them. Thread-safe.
 */
public final class FrameSize {

    /** The bytes of the names, brackets and ids of any frame. */
    private static final int STRUCTURE = 512;
    /** The bytes of one character in the worst case: a control character becomes an escape of six bytes. */
    private static final int BYTES_PER_CHAR = 6;
    /** Encoding larger frames only to count their bytes is not worth the memory. */
    private static final long COUNTED_BY_ENCODING = 1 << 30;

    private FrameSize() {}

    /**
     * Returns {@code true} if the encoded frame has at most this number of bytes. Encodes the frame only if that is close to
     * the limit.
     */
    public static boolean fits(Frame frame, long maxBytes) {
        long json = json(frame);
        long chars = chars(frame);
        if (json + BYTES_PER_CHAR * chars + STRUCTURE <= maxBytes) {
            return true;
        }
        return json + chars <= maxBytes && of(frame) <= maxBytes;
    }

    /** Returns the number of bytes of the encoded frame. It is a lower bound for frames of about 1 GiB and more. */
    public static long of(Frame frame) {
        long least = json(frame) + chars(frame);
        return least > COUNTED_BY_ENCODING ? least : FrameEncoder.encode(frame).length;
    }

    /** Returns the number of bytes that are already JSON. */
    private static long json(Frame frame) {
        if (frame instanceof InvokeFunction f) {
            return length(f.data()) + length(f.metadata());
        }
        if (frame instanceof InvocationResult f) {
            return length(f.result());
        }
        if (frame instanceof RegisterFunction f) {
            return length(f.requestFormat())
                    + length(f.responseFormat())
                    + length(f.metadata())
                    + length(f.invocation());
        }
        if (frame instanceof RegisterTriggerType f) {
            return length(f.triggerRequestFormat()) + length(f.callRequestFormat());
        }
        if (frame instanceof RegisterTrigger f) {
            return length(f.config()) + length(f.metadata());
        }
        return 0;
    }

    /** Returns the number of characters of all strings. */
    private static long chars(Frame frame) {
        if (frame instanceof InvokeFunction f) {
            long queue = f.action() instanceof Action.EnqueueAction action ? length(action.queue()) : 0;
            return queue
                    + length(f.functionId())
                    + length(f.namespace())
                    + length(f.traceparent())
                    + length(f.baggage());
        }
        if (frame instanceof InvocationResult f) {
            return length(f.functionId()) + length(f.error()) + length(f.traceparent()) + length(f.baggage());
        }
        if (frame instanceof RegisterFunction f) {
            return length(f.id()) + length(f.description());
        }
        if (frame instanceof UnregisterFunction f) {
            return length(f.id());
        }
        if (frame instanceof RegisterTriggerType f) {
            return length(f.id()) + length(f.description()) + length(f.namespace());
        }
        if (frame instanceof RegisterTrigger f) {
            return length(f.id())
                    + length(f.triggerType())
                    + length(f.functionId())
                    + length(f.namespace())
                    + length(f.triggerNamespace());
        }
        if (frame instanceof TriggerRegistrationResult f) {
            return length(f.id()) + length(f.triggerType()) + length(f.functionId()) + length(f.error());
        }
        if (frame instanceof UnregisterTrigger f) {
            return length(f.id()) + length(f.triggerType());
        }
        if (frame instanceof RegisterService f) {
            return length(f.id()) + length(f.name()) + length(f.description()) + length(f.parentServiceId());
        }
        if (frame instanceof Reattach f) {
            return length(f.previousWorkerId()) + length(f.reattachToken());
        }
        if (frame instanceof WorkerRegistered f) {
            return length(f.workerId()) + length(f.reattachToken());
        }
        if (frame instanceof RegistrationRejected f) {
            return length(f.code())
                    + length(f.namespace())
                    + length(f.ownerWorkerId())
                    + length(f.workerName())
                    + length(f.functionId());
        }
        if (frame instanceof ConnectionRefused f) {
            return length(f.error());
        }
        if (frame instanceof Ping || frame instanceof Pong) {
            return 0;
        }
        throw new IllegalStateException("no size for " + frame.getClass());
    }

    private static long length(@Nullable RawJson json) {
        return json == null ? 0 : json.length();
    }

    private static long length(@Nullable String string) {
        return string == null ? 0 : string.length();
    }

    private static long length(@Nullable ErrorBody error) {
        return error == null ? 0 : length(error.code()) + length(error.message()) + length(error.stacktrace());
    }
}
