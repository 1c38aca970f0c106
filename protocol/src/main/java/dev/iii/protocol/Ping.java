package dev.iii.protocol;

/** A ping of the worker protocol, in either direction. The receiver replies with {@link Pong}. Immutable. */
public record Ping() implements Frame {}
