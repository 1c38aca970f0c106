package dev.iii.stub.configuration;

import java.time.Duration;
import java.util.Map;

/**
 * Settings of the configuration worker.
 *
 * @param timeToLive the time after which an entry without triggers is deleted; zero keeps entries for ever
 * @param environment the environment variables for placeholders
 * @param version the version of the engine, for the placeholder that refers to it
 */
public record ConfigurationOptions(Duration timeToLive, Map<String, String> environment, String version) {}
