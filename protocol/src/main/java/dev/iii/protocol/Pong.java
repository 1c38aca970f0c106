package dev.iii.protocol;

/** The reply to a {@link Ping}. Immutable. */
public record Pong() implements Frame {}
