package dev.iii.eventsourcing.internal.command;

import dev.iii.eventsourcing.internal.log.Reply;
import dev.iii.eventsourcing.internal.log.Request;
import dev.iii.eventsourcing.internal.store.Journal;
import dev.iii.eventsourcing.internal.store.LogStore;
import dev.iii.eventsourcing.internal.store.OneLine;
import dev.iii.sdk.error.CallException;
import dev.iii.sdk.error.WorkerClosedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the operations that the protocol of one command asks for. A read is repeated until the deadline, unless the worker is
 * closed; an append is never repeated. Not thread-safe.
 */
final class StoreCalls {

    private static final Logger log = LoggerFactory.getLogger(StoreCalls.class);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final LogStore store;
    private final Journal journal;
    private final String stream;
    private final Deadline deadline;
    private long since;
    /** The result of an append was lost, so the command may have been executed. */
    private boolean mayHaveRun;
    /** The result of the last append was lost, and the append may have had its effect. */
    private boolean lostMayHaveRun = true;

    /** @param mayHaveRun {@code true} if the command may have been executed in an append that it has shared */
    StoreCalls(LogStore store, Journal journal, String stream, Deadline deadline, boolean mayHaveRun) {
        this.store = store;
        this.journal = journal;
        this.stream = stream;
        this.deadline = deadline;
        this.mayHaveRun = mayHaveRun;
    }

    /** Returns {@code true} if the last append, whose result was lost, may have had its effect. */
    boolean lostMayHaveRun() {
        return lostMayHaveRun;
    }

    /** Returns the time at which the operation began that has read the end of the log, on {@link System#nanoTime}. */
    long since() {
        return since;
    }

    void since(long nanos) {
        since = nanos;
    }

    Reply perform(Request request) {
        if (request instanceof Request.Append append) {
            return append(append);
        }
        if (request instanceof Request.Read read) {
            return new Reply.Found(reading(() -> store.read(stream, read.segment())));
        }
        if (request instanceof Request.ReadHint) {
            if (deadline.isOver()) {
                throw Failures.tooLate(stream, mayHaveRun);
            }
            since = System.nanoTime();
            return new Reply.Hint(reading(() -> store.hint(stream)));
        }
        return writeHint((Request.WriteHint) request);
    }

    private Reply append(Request.Append append) {
        lostMayHaveRun = true;
        markInJournal();
        long slot = journal.slot();
        long begun = System.nanoTime();
        try {
            Request.Beginning beginning = append.beginning();
            Reply reply = new Reply.Found(
                    beginning == null
                            ? store.append(stream, append.segment(), append.entries())
                            : store.begin(
                                    stream,
                                    append.segment(),
                                    beginning.from(),
                                    beginning.n(),
                                    beginning.snapshots(),
                                    append.entries()));
            since = begun;
            if (journal.slot() != slot) {
                markInJournal();
            }
            return reply;
        } catch (CallException e) {
            lostMayHaveRun = e.mayHaveRun();
            mayHaveRun |= lostMayHaveRun;
            log.atWarn()
                    .addKeyValue("aggregate", store.aggregate())
                    .addKeyValue("stream", stream)
                    .log(
                            "The result of an append to stream {} of {} was lost; the log is read again: {}",
                            OneLine.of(stream),
                            store.aggregate(),
                            e.getMessage());
            return new Reply.Lost();
        }
    }

    /** Without a mark, projections of other programs find the event later. The command does not depend on it. */
    private void markInJournal() {
        try {
            journal.mark(store.aggregate(), stream);
        } catch (CallException e) {
            log.debug("Stream {} could not be marked in the journal: {}", stream, e.getMessage());
        }
    }

    private Reply writeHint(Request.WriteHint hint) {
        try {
            store.writeHint(stream, hint.segment());
            return new Reply.Written();
        } catch (CallException e) {
            return new Reply.Lost();
        }
    }

    /** Writes a snapshot. It is only a cache, so a failure is ignored. */
    void addSnapshots(String segment, long n, Map<String, String> snapshots) {
        try {
            store.addSnapshots(stream, segment, n, snapshots);
        } catch (CallException e) {
            log.debug("A snapshot of stream {} could not be written: {}", stream, e.getMessage());
        }
    }

    private <T> @Nullable T reading(Supplier<@Nullable T> read) {
        while (true) {
            try {
                return read.get();
            } catch (CallException e) {
                boolean closed = e instanceof WorkerClosedException;
                if (closed || deadline.isOver() || Thread.currentThread().isInterrupted()) {
                    throw Failures.unavailable(e, mayHaveRun);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
