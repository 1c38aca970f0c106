package dev.iii.stub.net;

import dev.iii.stub.core.worker.WorkerMemory;
import dev.iii.transport.HeldBytes;
import dev.iii.transport.SharedLimits;
import java.util.function.Consumer;
import java.util.function.Function;

/** Limits of what is kept for workers, as parts of the limits of all connections. Thread-safe. */
public final class SharedWorkerMemory implements WorkerMemory {

    private final long maxBytes;
    private final Function<Runnable, HeldBytes> holder;
    private final Consumer<String> dropLog;

    private SharedWorkerMemory(long maxBytes, Function<Runnable, HeldBytes> holder, Consumer<String> dropLog) {
        this.maxBytes = maxBytes;
        this.holder = holder;
        this.dropLog = dropLog;
    }

    /** Returns the limit of registrations. */
    public static WorkerMemory ofRegistrations(SharedLimits limits) {
        return new SharedWorkerMemory(limits.maxKeptBytes(), limits::holdKept, limits::logKeptDrop);
    }

    /** Returns the limit of calls without a result, and of channels. */
    public static WorkerMemory ofPending(SharedLimits limits) {
        return new SharedWorkerMemory(limits.maxPendingBytes(), limits::holdPending, limits::logPendingDrop);
    }

    @Override
    public long maxBytes() {
        return maxBytes;
    }

    @Override
    public Share share(Runnable evicted) {
        return holder.apply(evicted)::update;
    }

    @Override
    public void logDrop(String connection) {
        dropLog.accept(connection);
    }
}
