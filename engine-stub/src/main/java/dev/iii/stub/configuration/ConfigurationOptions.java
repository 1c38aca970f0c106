package dev.iii.stub.configuration;

import java.time.Duration;
import java.util.Map;

/**
 * What the configuration worker can be told.
 *
 * @param timeToLive how long an entry stays after its last trigger is gone; zero for ever
 * @param environment the environment variables that placeholders stand for
 * @param version the version of the engine, for the placeholder that asks for it
 */
public record ConfigurationOptions(Duration timeToLive, Map<String, String> environment, String version) {}
