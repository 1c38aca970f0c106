/**
 * Streams: items by stream, group and id, their events for triggers and for consumers on a port of their own, and
 * functions of workers that stand in for the store (engine behaviour, section 11).
 *
 * <p>Items are kept in {@link dev.iii.stub.stream.Streams}, consumers in {@link dev.iii.stub.stream.Feeds}, whose lock
 * makes the order of the events of a group the order of its changes. A {@link dev.iii.stub.stream.Consumer} is one
 * connection on the stream port without its socket, which is {@link dev.iii.stub.stream.ConsumerSocket}.
 */
@NullMarked
package dev.iii.stub.stream;

import org.jspecify.annotations.NullMarked;
