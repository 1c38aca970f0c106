package dev.iii.protocol;

/**
 * Refusal of a connection: {@code {"type":"error","error":{…}}}. The engine sends it to the worker and then closes the
 * connection (section 19). Immutable.
 *
 * @param error the reason, for example with the code {@code AUTH_ERROR}
 */
public record ConnectionRefused(ErrorBody error) implements Frame {}
