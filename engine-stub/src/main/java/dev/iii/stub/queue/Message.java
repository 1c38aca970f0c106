package dev.iii.stub.queue;

import dev.iii.protocol.ErrorBody;
import dev.iii.protocol.RawJson;
import dev.iii.stub.core.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message in one queue. Two messages are never equal. What changes is guarded by the lock of its queue. */
final class Message {

    private static final int MAX_ERROR_LENGTH = 2000;

    final String id;
    final Target target;
    final RawJson data;
    final TraceContext trace;
    /** Messages of one group are delivered in order by a fifo queue. */
    final String group;

    /** How often it has been delivered since it came or came back. */
    int deliveries;
    /** What it takes of the limit of bytes. */
    long bytes;
    /** Why it is dead; {@code null} while it is not. */
    @Nullable
    String error;
    /** Since when it is dead. */
    Instant failedAt = Instant.EPOCH;

    /**
     * A message.
     *
     * @param data the payload, in an array of its own
     */
    Message(String id, Target target, RawJson data, TraceContext trace, String group) {
        this.id = id;
        this.target = target;
        this.data = data;
        this.trace = trace;
        this.group = group;
        this.bytes = data.length();
    }

    /** It is dead; by how many bytes it has become larger. */
    long bury(ErrorBody cause, Instant now) {
        String text = cause.code() + ": " + cause.message();
        error = text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH) + "…";
        failedAt = now;
        bytes += error.length();
        return error.length();
    }

    /** It has another life; by how many bytes it has become smaller. */
    long revive() {
        int length = error == null ? 0 : error.length();
        error = null;
        deliveries = 0;
        bytes -= length;
        return length;
    }
}
