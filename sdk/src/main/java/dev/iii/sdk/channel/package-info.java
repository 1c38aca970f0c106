/**
 * Channels: binary and text messages between two workers, without the size limit of a payload and with backpressure.
 *
 * <p>{@code worker.createChannel()} returns the two ends. If an end is part of a payload, it is sent as a reference. If
 * the input type of a handler has a {@link dev.iii.sdk.channel.ChannelReader} or
 * {@link dev.iii.sdk.channel.ChannelWriter} in that place, the handler receives the live end.
 */
@NullMarked
package dev.iii.sdk.channel;

import org.jspecify.annotations.NullMarked;
