package dev.iii.protocol;

/**
 * Worker to engine: the function is gone; idempotent, without an answer (section 6). Immutable.
 *
 * @param id the function id
 */
public record UnregisterFunction(String id) implements Frame {}
