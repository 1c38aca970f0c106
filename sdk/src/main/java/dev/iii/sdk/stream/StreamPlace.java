package dev.iii.sdk.stream;

import java.util.Optional;

/**
 * A place in a stream. Immutable.
 *
 * @param stream the name of the stream
 * @param group the group
 * @param item the item; empty for the group as a whole
 */
public record StreamPlace(String stream, String group, Optional<String> item) {}
