package dev.iii.stub.core;

import java.time.Duration;

/**
 * The settings of the core.
 *
 * @param namespaceGrace how long registrations wait for an announcement before they count in the default namespace
 * @param maxHeldBytes how many bytes of registrations one worker may send ahead of its announcement
 */
public record EngineSettings(Duration namespaceGrace, long maxHeldBytes) {

    /** 5 seconds and 64 MiB. */
    public static final EngineSettings DEFAULT = new EngineSettings(Duration.ofSeconds(5), 64 << 20);
}
