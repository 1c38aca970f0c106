package dev.iii.protocol;

/**
 * Engine to worker, before it closes a connection that it does not admit: {@code {"type":"error","error":{…}}} (section
 * 19). Immutable.
 *
 * @param error why, for example code {@code AUTH_ERROR}
 */
public record ConnectionRefused(ErrorBody error) implements Frame {}
