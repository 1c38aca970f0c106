package dev.iii.protocol;

/**
 * Answer to a {@link Ping}.
 */
public record Pong() implements Frame {}
