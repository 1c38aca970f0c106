package dev.iii.sdk.channel;

/**
 * A new channel. Each end is used once, by this worker or by the one that it is sent to in a payload; ends that nobody
 * opens expire at the engine after five minutes. Thread-safe, as both ends are.
 *
 * @param writer what goes in
 * @param reader what comes out
 */
public record Channel(ChannelWriter writer, ChannelReader reader) {}
