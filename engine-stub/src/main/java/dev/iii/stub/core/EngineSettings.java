package dev.iii.stub.core;

import dev.iii.stub.core.environment.HeapShare;
import dev.iii.stub.core.worker.RegistrationMemory;
import java.time.Duration;

/**
 * The settings of the core.
 *
 * @param namespaceGrace how long registrations wait for an announcement before they count in the default namespace
 * @param maxHeldBytes the maximum number of bytes of registrations that a worker may send before its announcement
 * @param memory the limit of what is kept for all workers together
 */
public record EngineSettings(Duration namespaceGrace, long maxHeldBytes, RegistrationMemory memory) {

    /** 5 seconds, 64 MiB or a sixteenth of the heap, and no limit for all workers together. */
    public static final EngineSettings DEFAULT =
            new EngineSettings(Duration.ofSeconds(5), HeapShare.limit(64 << 20, 16), RegistrationMemory.UNLIMITED);
}
