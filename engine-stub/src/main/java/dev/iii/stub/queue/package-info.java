/**
 * Queues: messages of topics for durable subscribers, and calls that wait in named queues. Both have retries, order
 * within a group, and dead letters (engine behaviour, section 12).
 *
 * <p>There is one {@link dev.iii.stub.queue.MessageQueue} for each function that subscribes to a topic and for each
 * named queue. It delivers a new message at its next poll, like the real engine. The pauses before retries are the same.
 *
 * <h2>No acknowledged message is lost silently</h2>
 *
 * <p>Messages are kept in the memory of this process. A message counts until it has been delivered or discarded: while
 * it waits, is being delivered, pauses between two deliveries, or is a dead letter. When a limit of
 * {@link dev.iii.stub.queue.QueueLimits} is reached, new messages are rejected with the error {@code queue_full}. Dead
 * letters are never dropped to free capacity.
 */
@NullMarked
package dev.iii.stub.queue;

import org.jspecify.annotations.NullMarked;
