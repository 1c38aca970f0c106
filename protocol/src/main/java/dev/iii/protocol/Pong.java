package dev.iii.protocol;

/** Answer to a {@link Ping}. Immutable. */
public record Pong() implements Frame {}
