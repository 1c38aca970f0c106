/**
 * Channels: bytes and texts in order between two workers, or between a worker and the engine.
 *
 * <p>What waits for a slow reader is bounded in messages, as in the real engine, and also at 8 MiB; beyond that the
 * writer's socket is not read.
 */
@NullMarked
package dev.iii.stub.channel;

import org.jspecify.annotations.NullMarked;
