/**
 * Channels: ordered streams of binary and text messages between two workers, or between a worker and the engine.
 *
 * <p>The buffer for a slow reader is bounded by the number of messages, as in the real engine, and by 8 MiB. While it
 * is full, the writer's socket is not read.
 */
@NullMarked
package dev.iii.stub.channel;

import org.jspecify.annotations.NullMarked;
