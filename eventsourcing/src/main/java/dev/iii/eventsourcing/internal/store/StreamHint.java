package dev.iii.eventsourcing.internal.store;

/**
 * An entry of the list of streams. It may be older or newer than the log; readers check it. Immutable.
 *
 * @param stream the name of the stream
 * @param segment the key of a segment that was the newest one at some time
 */
public record StreamHint(String stream, String segment) {}
