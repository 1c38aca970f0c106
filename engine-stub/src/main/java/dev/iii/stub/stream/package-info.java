/**
 * Streams: items by stream, group and id. Their events go to triggers and to consumers on a separate port. Functions of
 * workers can replace the store of a stream (engine behaviour, section 11).
 *
 * <p>{@link dev.iii.stub.stream.Streams} stores the items. {@link dev.iii.stub.stream.GroupSubscriptions} keeps the subscriptions of
 * the consumers; its lock ensures that the events of a group have the order of the changes. A
 * {@link dev.iii.stub.stream.Consumer} is one connection on the stream port without its socket, which is
 * {@link dev.iii.stub.stream.ConsumerSocket}.
 */
@NullMarked
package dev.iii.stub.stream;

import org.jspecify.annotations.NullMarked;
