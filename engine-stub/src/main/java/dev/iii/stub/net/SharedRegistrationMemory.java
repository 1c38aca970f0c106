package dev.iii.stub.net;

import dev.iii.stub.core.worker.RegistrationMemory;
import dev.iii.transport.SharedLimits;

/**
 * The limit of what is kept for workers, as a part of the limits of all connections. Thread-safe.
 *
 * @param limits the limits of all connections
 */
public record SharedRegistrationMemory(SharedLimits limits) implements RegistrationMemory {

    @Override
    public long maxBytes() {
        return limits.maxKeptBytes();
    }

    @Override
    public Share share(Runnable evicted) {
        return limits.holdKept(evicted)::update;
    }

    @Override
    public void logDrop(String connection) {
        limits.logKeptDrop(connection);
    }
}
