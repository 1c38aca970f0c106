/**
 * Queues: messages of topics for durable subscribers, and calls that wait in named queues, with retries, order within a
 * group, and dead letters (engine behaviour, section 12).
 *
 * <p>One {@link dev.iii.stub.queue.MessageQueue} for each function that subscribes to a topic and for each named queue.
 * It delivers as soon as it may, not at the next look as the real engine does; pauses before retries are the same.
 *
 * <h2>Nothing that was acknowledged is lost silently</h2>
 *
 * <p>Messages live in this process. What a queue keeps, in whatever state, counts until it has been delivered or
 * discarded: waiting, being delivered, between two deliveries, and dead. When that reaches a limit of
 * {@link dev.iii.stub.queue.QueueLimits}, new messages are refused with the error {@code queue_full}; dead letters are
 * never dropped to make room.
 */
@NullMarked
package dev.iii.stub.queue;

import org.jspecify.annotations.NullMarked;
