package dev.iii.stub.stream;

/**
 * A group of items. The events of a group have a single order.
 *
 * @param stream the name of the stream
 * @param id the id of the group
 */
record Group(String stream, String id) {}
