package dev.iii.eventsourcing.internal.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Reads streams that have grown, several at the same time: each stream needs a few calls, one after the other, so that most
 * of the time is spent waiting for the engine. Not thread-safe.
 */
final class ChangedStreams {

    private static final int AT_ONCE = 16;

    private final PendingStreams pending;
    private final Executor workers;
    private final Function<String, Optional<CatchUp.Failure>> reading;

    /**
     * @param workers runs readings on other threads
     * @param reading reads a stream on, and returns why it could not be read to its end; called by several threads at the same
     *     time, for different streams
     */
    ChangedStreams(PendingStreams pending, Executor workers, Function<String, Optional<CatchUp.Failure>> reading) {
        this.pending = pending;
        this.workers = workers;
        this.reading = reading;
    }

    /**
     * Reads the next streams. Blocks until all of them were read. Throws the first exception of a call; these streams are read
     * again.
     *
     * @return {@code false} if there is no stream to read
     */
    boolean readNext() {
        List<String> streams = pending.next(AT_ONCE);
        Map<String, FutureTask<Optional<CatchUp.Failure>>> tasks = new LinkedHashMap<>();
        for (String stream : streams) {
            FutureTask<Optional<CatchUp.Failure>> task = new FutureTask<>(() -> reading.apply(stream));
            tasks.put(stream, task);
            start(task, streams.size() == 1);
        }
        RuntimeException failed = null;
        for (Map.Entry<String, FutureTask<Optional<CatchUp.Failure>>> task : tasks.entrySet()) {
            try {
                end(task.getKey(), task.getValue());
            } catch (RuntimeException e) {
                pending.grown(task.getKey());
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return !streams.isEmpty();
    }

    private void start(FutureTask<?> task, boolean isOnly) {
        if (isOnly) {
            task.run();
            return;
        }
        try {
            workers.execute(task);
        } catch (Throwable e) {
            // No thread can be started. The streams of the other tasks must not be lost.
            task.run();
        }
    }

    /** Waits until a stream was read. Throws the exceptions of a call. */
    private void end(String stream, FutureTask<Optional<CatchUp.Failure>> task) {
        try {
            Optional<CatchUp.Failure> failure = task.get();
            if (failure.isEmpty()) {
                pending.read(stream);
            } else {
                pending.failed(stream, failure.get().event(), failure.get().cause());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the stream " + stream + " could not be read", e.getCause());
        } catch (InterruptedException e) {
            // The program ends: the thread of this runner ends with the next call.
            Thread.currentThread().interrupt();
            pending.grown(stream);
        }
    }
}
