package dev.iii.stub.telemetry.data;

/**
 * An attribute of a span or of a measured value. Values are strings, as in the engine: {@code 7} is {@code "7"}.
 * Immutable.
 *
 * @param key the name; a name may occur more than once
 * @param value the value
 */
public record Attribute(String key, String value) {}
