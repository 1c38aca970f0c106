package dev.iii.stub.core;

import dev.iii.stub.core.environment.HeapShare;
import java.time.Duration;

/**
 * The settings of the core.
 *
 * @param namespaceGrace how long registrations wait for an announcement before they count in the default namespace
 * @param maxHeldBytes the maximum number of bytes of registrations that a worker may send before its announcement
 */
public record EngineSettings(Duration namespaceGrace, long maxHeldBytes) {

    /** 5 seconds, and 64 MiB or a sixteenth of the heap. */
    public static final EngineSettings DEFAULT =
            new EngineSettings(Duration.ofSeconds(5), HeapShare.limit(64 << 20, 16));
}
