package dev.iii.sdk.stream;

import java.util.Optional;

/**
 * The path of a group, or of one item of a group, in a stream. Immutable.
 *
 * @param stream the name of the stream
 * @param group the name of the group
 * @param item the id of the item; empty for the whole group
 */
public record StreamPath(String stream, String group, Optional<String> item) {}
