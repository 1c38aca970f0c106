package dev.iii.protocol;

/**
 * Unregisters a function of this worker at the engine. Idempotent; the engine does not reply (section 6). Immutable.
 *
 * @param id the function id
 */
public record UnregisterFunction(String id) implements Frame {}
