package dev.iii.sdk.state;

import java.util.Optional;

/**
 * The result of looking up a key. Immutable if the value is.
 *
 * @param exists whether the key has a value, which may be JSON null
 * @param value the value; empty if there is none, or if it is JSON null
 * @param <T> the type of the value
 */
public record Lookup<T>(boolean exists, Optional<T> value) {}
