package dev.iii.eventsourcing.internal.log;

import org.jspecify.annotations.Nullable;

/** The result of a {@link Request}. Immutable. */
public sealed interface Reply {

    /**
     * The hint of the stream.
     *
     * @param segment the key of a segment; {@code null} if there is no hint
     */
    record Hint(@Nullable String segment) implements Reply {}

    /**
     * A segment that was read, or that an entry was appended to.
     *
     * @param segment the segment; {@code null} if there is none
     */
    record Found(@Nullable Segment segment) implements Reply {}

    /** The hint was written. */
    record Written() implements Reply {}

    /** The write had its effect, had none, or will have it later. */
    record Lost() implements Reply {}
}
