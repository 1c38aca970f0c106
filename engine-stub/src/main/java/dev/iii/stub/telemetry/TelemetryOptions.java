package dev.iii.stub.telemetry;

/**
 * What the telemetry worker can be told.
 *
 * @param serviceName the name of the engine in what it records
 * @param version the version of the engine
 */
public record TelemetryOptions(String serviceName, String version) {}
