package dev.iii.sdk.internal.session;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.Frame;
import dev.iii.protocol.FrameSize;
import dev.iii.protocol.InvocationResult;
import dev.iii.protocol.TriggerRegistrationResult;
import dev.iii.sdk.error.InvalidPayloadException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the frames of a worker within the size that the engine accepts. The engine ends the connection that sends a larger
 * one, and all calls that wait on this connection would be lost with it.
 *
 * <p>A frame that its user can still correct is refused where it is made, with {@link #require}. A frame that answers the
 * engine is replaced by a smaller one, with {@link #fitted}. Immutable.
 *
 * @param maxBytes the maximum number of bytes of a frame
 */
public record FrameLimit(int maxBytes) {

    /** The bytes that the engine, or the frame that ends a registration, may need in addition. */
    public static final int RESERVE = 16 << 10;

    /** The maximum number of characters of an id in a message. */
    public static final int MAX_ID = 256;

    private static final int MAX_TEXT = 1024;

    /** Returns a limit that leaves {@link #RESERVE} bytes for what is sent in addition. */
    public FrameLimit withReserve() {
        return new FrameLimit(maxBytes - RESERVE);
    }

    /** Returns the maximum number of bytes of a payload, which leaves {@link #RESERVE} bytes for the rest of its frame. */
    public int maxPayloadBytes() {
        return maxBytes - RESERVE;
    }

    /** Returns {@code true} if the frame is not too large. */
    public boolean fits(Frame frame) {
        return FrameSize.fits(frame, maxBytes);
    }

    /**
     * Checks the size of a frame.
     *
     * @param subject the subject of the message, for example {@code the registration of function f}
     * @param remedy what the user can do
     * @throws InvalidPayloadException if the frame is too large
     */
    public void require(Frame frame, String subject, String remedy) {
        if (!fits(frame)) {
            throw new InvalidPayloadException(shortened(subject, MAX_ID) + tooLarge(frame) + "; " + remedy, "", null);
        }
    }

    /**
     * Checks the size of a payload, which must leave {@link #RESERVE} bytes for the rest of its frame.
     *
     * @param bytes the size of the payload
     * @param subject the subject of the message, for example {@code the payload for f}
     * @param remedy what the user can do
     * @throws InvalidPayloadException if the payload is too large
     */
    public void requirePayload(long bytes, String subject, String remedy) {
        int max = maxPayloadBytes();
        if (bytes > max) {
            throw new InvalidPayloadException(
                    shortened(subject, MAX_ID) + " has " + bytes + " bytes, more than the maximum of " + max + "; "
                            + remedy,
                    "",
                    null);
        }
    }

    private String tooLarge(Frame frame) {
        return " has " + FrameSize.of(frame) + " bytes, more than the maximum of " + maxBytes;
    }

    /**
     * Returns the frame if it is not too large, and otherwise a smaller frame that says what happened. Returns {@code null}
     * if no smaller frame can take its place.
     */
    @Nullable
    Frame fitted(Frame frame) {
        if (fits(frame)) {
            return frame;
        }
        Frame smaller = null;
        if (frame instanceof InvocationResult result) {
            smaller = smaller(result);
        } else if (frame instanceof TriggerRegistrationResult result) {
            ErrorBody error = result.error();
            smaller = error == null
                    ? null
                    : new TriggerRegistrationResult(
                            result.id(), result.triggerType(), result.functionId(), smaller(error, frame));
        }
        return smaller != null && fits(smaller) ? smaller : null;
    }

    /** Describes for the log what was sent in place of a frame that is too large. */
    String describe(Frame frame, @Nullable Frame sent) {
        String what = frame instanceof InvocationResult result
                ? "the result of " + shortened(result.functionId(), MAX_ID)
                : "a frame of type " + frame.getClass().getSimpleName();
        return what + tooLarge(frame) + (sent == null ? "; it was not sent" : "; a shorter error was sent instead");
    }

    /** The engine finds the call by its id alone, so the function id may be shortened. */
    private InvocationResult smaller(InvocationResult result) {
        String function = shortened(result.functionId(), MAX_ID);
        ErrorBody given = result.error();
        ErrorBody error = given != null
                ? smaller(given, result)
                : new ErrorBody(
                        "invalid_response",
                        "the result of " + function + " cannot be sent: it" + tooLarge(result)
                                + "; use a channel for large data");
        return new InvocationResult(result.invocationId(), function, null, error, null, null);
    }

    /** Returns an error with the same code, the beginning of the message, and the reason why the rest is missing. */
    private ErrorBody smaller(ErrorBody error, Frame frame) {
        String trace = error.stacktrace();
        boolean keepsTrace = trace == null || trace.length() <= MAX_TEXT;
        String why = " (this error was shortened" + (keepsTrace ? "" : " and its data omitted") + ": it"
                + tooLarge(frame) + ")";
        return new ErrorBody(
                shortened(error.code(), MAX_ID),
                shortened(error.message(), MAX_TEXT) + why,
                // Without this field, callers could attribute the error to the engine.
                keepsTrace ? trace : Refusals.BY_FUNCTION);
    }

    /** Returns the beginning of a string that is too long. Does not cut a surrogate pair. */
    public static String shortened(String string, int maxChars) {
        if (string.length() <= maxChars) {
            return string;
        }
        int end = Character.isHighSurrogate(string.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return string.substring(0, end) + "…";
    }
}
