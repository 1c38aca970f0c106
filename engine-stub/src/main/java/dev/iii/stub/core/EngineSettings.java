package dev.iii.stub.core;

import dev.iii.stub.core.environment.HeapShare;
import dev.iii.stub.core.worker.WorkerMemory;
import java.time.Duration;

/**
 * The settings of the core.
 *
 * @param namespaceGrace how long registrations wait for an announcement before they count in the default namespace
 * @param maxHeldBytes the maximum number of bytes of registrations that a worker may send before its announcement
 * @param registrations the limit of the registrations of all workers together
 * @param pending the limit of calls without a result, and of channels, of all workers together
 */
public record EngineSettings(
        Duration namespaceGrace, long maxHeldBytes, WorkerMemory registrations, WorkerMemory pending) {

    /** 5 seconds, 64 MiB or a sixteenth of the heap, and no limits for all workers together. */
    public static final EngineSettings DEFAULT = new EngineSettings(
            Duration.ofSeconds(5), HeapShare.limit(64 << 20, 16), WorkerMemory.UNLIMITED, WorkerMemory.UNLIMITED);
}
