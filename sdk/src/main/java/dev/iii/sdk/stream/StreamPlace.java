package dev.iii.sdk.stream;

import java.util.Optional;

/**
 * A place in a stream: a group, or one item of a group. Immutable.
 *
 * @param stream the name of the stream
 * @param group the name of the group
 * @param item the id of the item; empty for the whole group
 */
public record StreamPlace(String stream, String group, Optional<String> item) {}
