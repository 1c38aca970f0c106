package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.call.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message in one queue. Two messages are never equal. The mutable fields are guarded by the lock of its queue. */
final class Message {

    private static final int MAX_ERROR_LENGTH = 2000;

    final String id;
    final TargetFunction target;
    final RawJson payload;
    final TraceContext trace;
    /** A fifo queue delivers the messages of one group in order. */
    final String group;

    /** The number of deliveries since the message was added or sent again. */
    int deliveries;
    /** The number of bytes that count towards the byte limit. */
    long bytes;
    /** The error of the last delivery, or {@code null} if the message is not a dead letter. */
    @Nullable
    String error;
    /** The time at which the message became a dead letter. */
    Instant failedAt = Instant.EPOCH;

    /**
     * Creates a message.
     *
     * @param payload the payload, in an array that is not part of a larger buffer
     */
    Message(String id, TargetFunction target, RawJson payload, TraceContext trace, String group) {
        this.id = id;
        this.target = target;
        this.payload = payload;
        this.trace = trace;
        this.group = group;
        this.bytes = payload.length();
    }

    /** Marks the message as a dead letter. Returns the number of bytes that it has grown. */
    long bury(ErrorBody cause, Instant now) {
        String text = cause.code() + ": " + cause.message();
        error = text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH) + "…";
        failedAt = now;
        bytes += error.length();
        return error.length();
    }

    /** Makes a dead letter an undelivered message again. Returns the number of bytes that it has shrunk. */
    long revive() {
        int length = error == null ? 0 : error.length();
        error = null;
        deliveries = 0;
        bytes -= length;
        return length;
    }
}
