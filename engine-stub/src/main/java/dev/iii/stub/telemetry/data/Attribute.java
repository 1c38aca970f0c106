package dev.iii.stub.telemetry.data;

/**
 * A fact about a span or a measured value. Values are text, as the engine keeps them: {@code 7} is {@code "7"}.
 * Immutable.
 *
 * @param key its name, which may come more than once
 * @param value its value
 */
public record Attribute(String key, String value) {}
