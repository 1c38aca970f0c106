/**
 * Channels: bytes and texts between two workers, past the limits of a payload and with backpressure.
 *
 * <p>{@code worker.createChannel()} gives two ends. An end put into a payload arrives as a reference; a handler whose
 * record has a {@link dev.iii.sdk.channel.ChannelReader} or {@link dev.iii.sdk.channel.ChannelWriter} in its place gets
 * the live end.
 */
@NullMarked
package dev.iii.sdk.channel;

import org.jspecify.annotations.NullMarked;
