/** Durable topics and queues, and their dead letters: messages that could not be delivered successfully. */
@NullMarked
package dev.iii.sdk.queue;

import org.jspecify.annotations.NullMarked;
