package dev.iii.protocol;

/** Application ping, in either direction; answered by {@link Pong}. Immutable. */
public record Ping() implements Frame {}
