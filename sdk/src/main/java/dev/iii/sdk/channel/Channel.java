package dev.iii.sdk.channel;

/**
 * A new channel. Each end can be used once: by this worker, or by the worker that receives it in a payload. The engine
 * deletes a channel after five minutes if it was never opened. Thread-safe, because both ends are.
 *
 * @param writer the end that messages are written to
 * @param reader the end that messages are read from
 */
public record Channel(ChannelWriter writer, ChannelReader reader) {}
