package dev.iii.sdk.state;

import java.util.Optional;

/**
 * The result of a lookup of a key. Immutable if the value is immutable.
 *
 * @param exists {@code true} if the key has a value, which may be JSON null
 * @param value the value; empty if none exists or if it is JSON null
 * @param <T> the type of the value
 */
public record Lookup<T>(boolean exists, Optional<T> value) {}
