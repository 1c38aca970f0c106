package dev.iii.stub.core.worker;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameSize;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.TriggerRegistrationResult;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the frames for a worker within the size of its outbox. A larger frame could never be sent, and its connection would
 * be dropped with every call that waits on it. Immutable.
 *
 * @param maxBytes the maximum number of bytes of a frame
 */
record FrameLimit(long maxBytes) {

    private static final int MAX_CHARS = 1024;

    /**
     * The mark of an error that a function has returned. Callers attribute an error without a stack trace to
     * the engine itself, and therefore assume that the function has not run.
     */
    private static final String BY_FUNCTION = "iii:by-function";

    boolean fits(Frame frame) {
        return FrameSize.fits(frame, maxBytes);
    }

    /** Returns why the frame is not sent. */
    String reason(Frame frame) {
        return "it has " + FrameSize.of(frame) + " bytes, more than the maximum of " + maxBytes;
    }

    /** Returns a smaller frame that says why the given one is not sent, or {@code null} if there is none. */
    @Nullable
    Frame smaller(Frame frame) {
        Frame smaller = null;
        if (frame instanceof InvocationResult f) {
            smaller = new InvocationResult(
                    f.invocationId(), f.functionId(), null, smaller(f.error(), frame), f.traceparent(), f.baggage());
            if (!fits(smaller)) {
                smaller = new InvocationResult(
                        f.invocationId(), cut(f.functionId()), null, smaller(f.error(), frame), null, null);
            }
        } else if (frame instanceof TriggerRegistrationResult f && f.error() != null) {
            smaller = new TriggerRegistrationResult(f.id(), f.triggerType(), f.functionId(), smaller(f.error(), frame));
        }
        return smaller != null && fits(smaller) ? smaller : null;
    }

    private ErrorBody smaller(@Nullable ErrorBody error, Frame frame) {
        if (error == null) {
            return new ErrorBody("result_too_large", "The result is not sent: " + reason(frame));
        }
        String trace = error.stacktrace();
        return new ErrorBody(
                cut(error.code()),
                cut(error.message()) + " (this error was shortened: " + reason(frame) + ")",
                trace == null || trace.length() <= MAX_CHARS ? trace : BY_FUNCTION);
    }

    private static String cut(String string) {
        if (string.length() <= MAX_CHARS) {
            return string;
        }
        int end = Character.isHighSurrogate(string.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return string.substring(0, end) + "…";
    }
}
