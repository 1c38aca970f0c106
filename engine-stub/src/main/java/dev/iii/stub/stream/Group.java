package dev.iii.stub.stream;

/**
 * Items that belong together, and whose events come in one order.
 *
 * @param stream the name of the stream
 * @param id the id of the group
 */
record Group(String stream, String id) {}
